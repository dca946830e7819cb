package io.voicecampaigns.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.campaign.CampaignReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What README says can be done as it stands there. */
class ReadmeTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");
    private static final Pattern YAML = Pattern.compile("```yaml\\n(provider:.*?)```", Pattern.DOTALL);

    private final String readme = text();

    @Test
    void every_link_leads_to_a_file() {
        assertThat(LINK.matcher(readme).results().map(link -> link.group(1))).isNotEmpty().allMatch(link -> Files.exists(Path.of(link)));
    }

    @Test
    void every_route_file_is_named_where_the_flow_is_told() {
        assertThat(BundleFile.routes()).allSatisfy(file -> assertThat(readme).contains("(" + file.path() + ")"));
    }

    @Test
    void the_campaign_file_is_a_good_one() {
        List<String> examples = YAML.matcher(readme).results().map((MatchResult block) -> block.group(1)).toList();

        assertThat(examples).isNotEmpty().allSatisfy(example -> assertThat(
                new CampaignReader().read("renovaciones", "README.md", example.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CampaignReader.Read.class));
    }

    @Test
    void the_documented_defaults_of_a_campaign_name_every_field_of_the_example() {
        String example = YAML.matcher(readme).results().map(block -> block.group(1)).findFirst().orElseThrow();
        List<String> fields = Pattern.compile("^ {2}([a-z][a-z-]+):", Pattern.MULTILINE)
                .matcher(example.substring(example.indexOf("\ncalling:"))).results().map(field -> field.group(1)).toList();

        assertThat(fields).isNotEmpty().allSatisfy(field -> assertThat(readme).contains("| `calling." + field + "` |"));
    }

    static String text() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new AssertionError("README.md is missing", e);
        }
    }
}
