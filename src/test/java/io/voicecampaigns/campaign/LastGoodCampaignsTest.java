package io.voicecampaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodCampaignsTest {
    @TempDir
    private Path home;
    private Path file;
    private Path kept;

    @BeforeEach
    void a_campaign_that_ran_once() throws IOException {
        file = Files.createDirectories(home.resolve("config/campaigns")).resolve("renewal.yaml");
        kept = home.resolve("data/last-good/campaigns/renewal.yaml");
        Files.writeString(file, CampaignsTest.edition(1));
        started();
    }

    @Test
    void a_good_edition_is_kept_whole_and_nothing_else_is_left() throws IOException {
        assertThat(kept).hasSameBinaryContentAs(file);
        try (Stream<Path> left = Files.list(kept.getParent())) {
            assertThat(left).containsExactly(kept);
        }
    }

    @Test
    void a_start_with_a_bad_file_runs_the_last_good_edition_and_says_what_is_wrong() throws IOException {
        Files.writeString(file, "provider: [");

        Campaigns campaigns = started();

        assertThat(campaigns.find("renewal").orElseThrow().edition()).isEqualTo(1);
        assertThat(campaigns.unusable("renewal")).isEmpty();
        assertThat(campaigns.problems()).singleElement().extracting(Problem::file).isEqualTo(file.toString());
        assertThat(kept).hasContent(CampaignsTest.edition(1));
    }

    @Test
    void a_start_with_a_good_file_does_not_look_back() throws IOException {
        Files.writeString(file, CampaignsTest.edition(2));

        assertThat(started().find("renewal").orElseThrow().edition()).isEqualTo(2);
        assertThat(kept).hasContent(CampaignsTest.edition(2));
    }

    @Test
    void a_file_removed_while_nobody_looked_does_not_come_back_to_dial() throws IOException {
        Files.delete(file);
        assertThat(started().find("renewal")).isEmpty();

        Files.writeString(file, "provider: [");
        Campaigns campaigns = started();

        assertThat(campaigns.find("renewal")).isEmpty();
        assertThat(campaigns.unusable("renewal")).isPresent();
        assertThat(campaigns.lastKnown("renewal")).isPresent();
    }

    @Test
    void a_start_without_the_directory_forgets_no_last_good_edition() throws IOException {
        Files.delete(file);
        Files.delete(file.getParent());
        assertThat(started().all()).isEmpty();

        Files.createDirectories(file.getParent());
        Files.writeString(file, "provider: [");

        assertThat(started().find("renewal")).isPresent();
    }

    @Test
    void a_last_good_edition_that_is_itself_damaged_is_not_used() throws IOException {
        Files.writeString(kept, "provider: di");
        Files.writeString(file, "provider: [");

        Campaigns campaigns = started();

        assertThat(campaigns.find("renewal")).isEmpty();
        assertThat(campaigns.unusable("renewal")).isPresent();
    }

    @Test
    void a_copy_that_cannot_be_kept_is_a_problem_until_it_can() throws IOException {
        Files.writeString(file, CampaignsTest.edition(2));
        Path inTheWay = Files.createDirectory(kept.resolveSibling("renewal.yaml.partial"));

        Campaigns campaigns = started();
        assertThat(campaigns.find("renewal").orElseThrow().edition()).isEqualTo(2);
        assertThat(campaigns.problems()).singleElement().extracting(Problem::reason).asString().startsWith("cannot be written");

        Files.delete(inTheWay);
        campaigns.refresh();
        assertThat(campaigns.problems()).isEmpty();
        assertThat(kept).hasContent(CampaignsTest.edition(2));
    }

    private Campaigns started() {
        Campaigns campaigns = new Campaigns(file.getParent(), home.resolve("data"), new CampaignReader(),
                region -> DoNotCallListTest.SPANISH, new SettableClock(Instant.parse("2026-12-07T12:00:00Z")));
        campaigns.refresh();
        return campaigns;
    }
}
