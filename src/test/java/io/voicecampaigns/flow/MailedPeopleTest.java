package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.standin.MailServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails go to a server that wants a login, and that speaks encrypted. */
class MailedPeopleTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String USER = "voice@example.com";
    /** With all that means something in an address, a placeholder or an expression. */
    private static final String PASSWORD = "p+w)&d=1%41#{x$y ?";

    @TempDir
    private Path dir;
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED)));
    private RunningBundle bundle;

    @AfterEach
    void stop() {
        bundle.close();
        simulator.close();
    }

    private void finishACampaign(MailServer mail, boolean isEncrypted, String password) {
        bundle.set("notify.interval", "50ms").set("notify.to", "mail").set("notify.mail.host", "127.0.0.1").set("notify.mail.port", mail.port())
                .set("notify.mail.start-tls", isEncrypted).set("notify.mail.user", USER).set("notify.mail.password", password)
                .set("notify.mail.from", "voice@example.com").set("notify.mail.to", "ops@example.com, night@example.com")
                .campaign("renovar", plainCampaign()).start();
        bundle.drop("renovar", "lista.csv", people(1, 2));
    }

    private void trust(Path store) {
        bundle.set("camel.ssl.enabled", "true").set("camel.ssl.trust-store", "file:" + store).set("camel.ssl.trust-store-password", MailServer.STORE_PASSWORD)
                .set("camel.component.smtp.use-global-ssl-context-parameters", "true");
    }

    private String stateOfTheMail() {
        return bundle.ledger().read(tx -> tx.first("SELECT state || ' ' || COALESCE(error, '') FROM notification", row -> row.text(1))).orElse("").strip();
    }

    @Test
    void a_login_over_an_encrypted_connection_is_enough() {
        bundle = new RunningBundle(dir, simulator);
        Path store = MailServer.certificate(dir.resolve("mail.p12"));
        trust(store);
        try (MailServer mail = new MailServer(Optional.of(store), USER, PASSWORD)) {
            finishACampaign(mail, true, PASSWORD);

            await().atMost(LONG).until(() -> mail.mails().size() == 1);
            assertThat(mail.mails().get(0)).contains("Subject: campaign renovar has finished", "To: ops@example.com, night@example.com", "From: voice@example.com", "Europe/Madrid").doesNotContain("600000");
            assertThat(mail.logins()).containsExactly(USER + "/" + PASSWORD);
            await().atMost(LONG).until(() -> stateOfTheMail().equals("told"));
        }
    }

    @Test
    void nothing_is_said_to_a_server_whose_certificate_nobody_trusts() {
        bundle = new RunningBundle(dir, simulator);
        try (MailServer mail = new MailServer(Optional.of(MailServer.certificate(dir.resolve("mail.p12"))), USER, PASSWORD)) {
            finishACampaign(mail, true, PASSWORD);

            await().atMost(LONG).until(() -> stateOfTheMail().startsWith("due MessagingException"));
            assertThat(mail.logins()).isEmpty();
            assertThat(mail.mails()).isEmpty();
        }
    }

    @Test
    void a_server_that_cannot_encrypt_gets_neither_the_mail_nor_the_password() {
        bundle = new RunningBundle(dir, simulator);
        try (MailServer mail = new MailServer(Optional.empty(), USER, PASSWORD)) {
            finishACampaign(mail, true, PASSWORD);

            await().atMost(LONG).until(() -> stateOfTheMail().startsWith("due MessagingException"));
            assertThat(mail.logins()).isEmpty();
            assertThat(mail.mails()).isEmpty();
        }
    }

    @Test
    void a_wrong_password_is_told_nobody_and_stops_no_campaign() {
        bundle = new RunningBundle(dir, simulator);
        try (MailServer mail = new MailServer(Optional.empty(), USER, PASSWORD)) {
            finishACampaign(mail, false, "wrong");

            await().atMost(LONG).until(() -> stateOfTheMail().equals("due AuthenticationFailedException"));
            assertThat(mail.mails()).isEmpty();
            assertThat(bundle.progress("renovar").done()).containsEntry(Disposition.ANSWERED, 2L);
        }
    }
}
