package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.standin.MailServer;
import io.voicecampaigns.standin.StandIn;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens is told once on each channel, whatever restarts, and nothing waits for it. */
class NotifiedPeopleTest {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path dir;
    private final MovableClock clock = new MovableClock();
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(clock)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED)));
    private final Chat chat = new Chat();
    private final MailServer mail = new MailServer();
    private RunningBundle bundle;

    /** Takes whatever it is told. */
    private static final class Chat extends StandIn {
        @Override
        protected Answer answer(Asked request) {
            return new Answer(200, "ok", "Content-Type", "text/plain");
        }

        List<String> events(String kind) {
            return asked().stream().map(Asked::json).filter(told -> told.path("kind").asText().equals(kind)).map(told -> told.path("event").asText()).toList();
        }
    }

    @BeforeEach
    void start() {
        bundle = new RunningBundle(dir, simulator).operable().withClock(clock).set("notify.interval", "50ms").set("notify.to", "webhook, mail")
                .set("notify.webhook.url", chat.url() + "/hooks/secret-path").set("notify.webhook.credential", "token-1")
                .set("notify.mail.host", "127.0.0.1").set("notify.mail.port", mail.port()).set("notify.mail.start-tls", "false")
                .set("notify.mail.from", "voice@example.com").set("notify.mail.to", "ops@example.com")
                .campaign("renovar", plainCampaign()).start();
    }

    @AfterEach
    void stop() {
        bundle.close();
        simulator.close();
        chat.close();
        mail.close();
    }

    @Test
    void the_end_a_pause_and_something_to_review_are_told_once_each_also_over_a_restart() throws Exception {
        bundle.drop("renovar", "lista.csv", people(1, 3));
        await().atMost(LONG).until(() -> chat.events("finished").size() == 1 && mail.mails().size() == 1);
        assertThat(mail.mails().get(0)).contains("Subject: campaign renovar has finished");
        assertThat(mail.receivers()).containsExactly("ops@example.com");
        assertThat(chat.asked().get(0).headers()).containsEntry("authorization", "token-1");

        post("pause");
        await().atMost(LONG).until(() -> chat.events("paused").size() == 1);
        bundle.stop();
        bundle.start();
        post("resume");
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.CLOSE_BEFORE).toNumber(number(11)).times(1));
        bundle.drop("renovar", "otra.csv", people(11, 2));
        await().atMost(LONG).until(() -> chat.events("review").size() == 1);
        bundle.awaitSummary("renovar", "otra");
        assertThat(chat.events("finished")).as("nothing is finished that a person has to decide on").hasSize(1);
        clock.advance(Duration.ofDays(2));
        close();
        await().atMost(LONG).until(() -> chat.events("finished").size() == 2);

        assertThat(chat.events("paused")).hasSize(1);
        assertThat(chat.asked()).extracting(StandIn.Asked::body).doesNotHaveDuplicates()
                .noneMatch(body -> body.contains("600000") || body.contains("Persona"));
        await().atMost(LONG).until(() -> mail.mails().size() == chat.asked().size());
    }

    @Test
    void a_fault_and_a_provider_that_fails_are_told() {
        simulator.faults(FaultRule.answering(RequestKind.START, 500));
        bundle.drop("renovar", "lista.csv", people(1, 4));
        await().atMost(LONG).until(() -> chat.events("breaker").size() == 1);

        simulator.faults(FaultRule.answering(RequestKind.START, 403));
        bundle.drop("renovar", "otra.csv", people(101, 10));
        await().atMost(LONG).until(() -> {
            clock.advance(Duration.ofSeconds(5));
            return chat.events("paused").size() == 1;
        });

        assertThat(chat.asked().stream().map(StandIn.Asked::body).toList()).anyMatch(body -> body.contains("At diga, the provider answered 403"));
    }

    @Test
    void what_was_cancelled_is_told_so_and_does_not_finish() throws Exception {
        post("pause");
        bundle.drop("renovar", "lista.csv", people(1, 3));
        await().atMost(LONG).until(() -> bundle.progress("renovar").waiting() == 3);
        post("cancel");
        bundle.awaitSummary("renovar", "lista");
        await().atMost(LONG).until(() -> chat.events("cancelled").size() == 1);

        bundle.campaign("renovar", plainCampaign() + "edition: 2\n");
        await().atMost(LONG).until(() -> bundle.progress("renovar").edition() == 2);
        bundle.drop("renovar", "otra.csv", people(1, 3));
        await().atMost(LONG).until(() -> chat.events("finished").size() == 1);

        assertThat(chat.events("finished").get(0)).startsWith("finished:renovar:2:");
        assertThat(chat.events("cancelled")).containsExactly("cancelled:renovar:1");
    }

    @Test
    void whoever_is_called_once_more_makes_it_finish_again() throws Exception {
        bundle.drop("renovar", "lista.csv", people(1, 3));
        await().atMost(LONG).until(() -> chat.events("finished").size() == 1);

        post("retry", "{\"disposition\": \"answered\"}");

        await().atMost(LONG).until(() -> chat.events("finished").size() == 2);
        assertThat(chat.events("finished")).doesNotHaveDuplicates();
        assertThat(simulator.calls()).hasSize(6);
    }

    @Test
    void a_pause_that_is_over_before_anybody_looks_is_told() throws Exception {
        bundle.stop();
        bundle.set("notify.interval", "1h").start();
        post("pause");
        post("resume");
        bundle.stop();
        bundle.set("notify.interval", "50ms").start();

        await().atMost(LONG).until(() -> chat.events("paused").size() == 1);
        assertThat(chat.asked()).extracting(StandIn.Asked::body).anyMatch(body -> body.contains("Somebody paused it. That is over by now."));
    }

    @Test
    void a_channel_that_is_named_later_is_not_told_what_ended_long_ago() {
        bundle.stop();
        bundle.set("notify.to", "webhook").start();
        bundle.drop("renovar", "lista.csv", people(1, 3));
        await().atMost(LONG).until(() -> chat.events("finished").size() == 1);

        bundle.stop();
        clock.advance(Duration.ofDays(3));
        bundle.set("notify.to", "webhook, mail").start();
        bundle.drop("renovar", "otra.csv", people(11, 2));
        await().atMost(LONG).until(() -> chat.events("finished").size() == 2 && mail.mails().size() == 1);

        assertThat(mail.mails()).hasSize(1).first().asString().contains(chat.events("finished").get(1));
    }

    @Test
    void a_channel_that_fails_is_tried_again_and_keeps_no_other_waiting() {
        for (int i = 0; i < 2; i++) {
            chat.next("/hooks", new StandIn.Answer(500, "broken"));
        }
        mail.refuse(1);

        bundle.drop("renovar", "lista.csv", people(1, 3));
        bundle.awaitSummary("renovar", "lista");
        await().atMost(LONG).until(() -> !chat.asked().isEmpty());
        await().atMost(LONG).until(() -> {
            clock.advance(Duration.ofSeconds(20));
            return chat.asked().size() == 3 && mail.mails().size() == 1;
        });

        assertThat(chat.asked()).extracting(StandIn.Asked::body).as("the same event each time").containsOnly(chat.asked().get(0).body());
        await().atMost(LONG).until(() -> bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM notification WHERE state = 'told'")) == 2);
    }

    private void close() throws Exception {
        String attempt = bundle.ledger().read(tx -> tx.first("SELECT uuid FROM attempt WHERE state = 'review'", row -> row.text(1))).orElseThrow();
        postTo("reviews/" + attempt + "/close", "{}");
    }

    private void post(String verb) throws Exception {
        post(verb, "{}");
    }

    private void post(String verb, String json) throws Exception {
        postTo("campaigns/renovar/" + verb, json);
    }

    private void postTo(String path, String json) throws Exception {
        HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(bundle.operated().resolve("/api/v1/" + path))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
