package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.call.Owner;
import io.voicecampaigns.provider.Providers;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteCheckTest {
    private List<KameletUse> otherUses = List.of();

    @Test
    void the_bundle_as_it_is_can_run() throws IOException {
        assertThat(check(Routes.ofTheBundle())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_bad_edit_is_told_with_its_file_its_line_and_the_reason(BadEdits edit) throws IOException {
        Routes routes = edit.of(Routes.ofTheBundle());

        List<Finding> findings = check(routes);

        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.file()).isEqualTo("routes/" + edit.file);
            assertThat(finding.reason()).contains(edit.reason);
            assertThat(routes.text(edit.file).lines().skip(Math.max(0, finding.line() - 1)).findFirst().orElse("")).contains(edit.lineHolds);
        });
        assertThat(findings).extracting(Finding::file).containsOnly("routes/" + edit.file);
    }

    private List<Finding> check(Routes routes) throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("config/application.properties"))) {
            settings.load(file);
        }
        return new RouteCheck(new TrialSettings(settings, true), Map.of("clock", Clock.systemUTC(), "owner", Owner.ofThisStart(),
                "providers", new Providers(List.of())), () -> otherUses).check(routes.set());
    }
}
