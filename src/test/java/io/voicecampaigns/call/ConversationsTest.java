package io.voicecampaigns.call;

import static io.voicecampaigns.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.provider.Conversation;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.ProviderMappings;
import io.voicecampaigns.provider.Providers;
import io.voicecampaigns.provider.Secret;
import io.voicecampaigns.trace.AttemptTraces;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationsTest {
    private static final String PROVIDER = "feather";

    private Scene scene;
    private Worker worker;
    private Conversations conversations;

    @BeforeEach
    void open(@TempDir Path dir) {
        scene = new Scene(Database.SQLITE, dir).campaign("uno");
        worker = scene.started().enrollPeople("uno", 1);
        Providers providers = new Providers(List.of(new ProviderAccount(PROVIDER, URI.create("http://127.0.0.1:1"), new Secret("a-key"), OptionalInt.empty())));
        conversations = new Conversations(worker.ledger, scene.clock, new CampaignRecords(scene.clock, worker.campaigns, worker.meters, AttemptTraces.off()),
                new ProviderMappings(Path.of("config/providers")), providers, 4);
        Claimed claimed = worker.claimOne();
        worker.accept(claimed, "c1");
        worker.sweep(call("c1").of(claimed).talked(30));
        worker.ledger.write(tx -> tx.update("""
                INSERT INTO conversation (attempt_id, provider, wanted, since, due, until) VALUES (?, ?, ?, ?, ?, ?)""", claimed.attemptRow(), PROVIDER,
                "{\"analysis.mood\":\"\",\"analysis.will_renew\":\"\"}", scene.clock.instant(), scene.clock.instant(),
                scene.clock.instant().plus(Duration.ofMinutes(10))));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void values_that_come_one_after_the_other_are_all_kept() {
        conversations.found(next(Duration.ofSeconds(10)), telling(Map.of("mood", "good", "unasked", "x")));
        assertThat(kept()).isEqualTo("{\"mood\":\"good\"}");

        conversations.found(next(Duration.ofMinutes(1)), telling(Map.of("will_renew", "true")));

        assertThat(kept()).isEqualTo("{\"mood\":\"good\",\"will_renew\":\"true\"}");
        scene.advance(Duration.ofMinutes(5));
        assertThat(conversations.due()).as("all that was wanted has come").isEmpty();
    }

    private Conversations.Wanted next(Duration later) {
        scene.advance(later);
        return conversations.due().get(0);
    }

    private static Conversation telling(Map<String, String> analysis) {
        return new Conversation(Optional.empty(), Optional.empty(), analysis);
    }

    private String kept() {
        return worker.text("SELECT analysis FROM conversation");
    }
}
