package io.voicecampaigns.bench;

import io.voicecampaigns.Bundle;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.privacy.LogGuard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What {@link BundleJvm} starts: the bundle, which tells how far its lists are when asked, by looks that cost next to nothing. */
final class BenchedBundle {
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(20);

    private final Ledger ledger;
    private final Clock clock = Clock.systemUTC();

    private BenchedBundle(Ledger ledger) {
        this.ledger = ledger;
    }

    public static void main(String[] settings) throws IOException {
        LogGuard.install();
        Bundle.Options options = new Bundle.Options().ignoringEnvironment().simulated().set("camel.management.enabled", "false").set("camel.server.enabled", "false");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            options.set(setting.substring(0, equals), setting.substring(equals + 1));
        }
        try (Bundle bundle = new Bundle(options)) {
            bundle.start();
            System.out.println(Child.ANSWER + "started");
            new BenchedBundle(bundle.bean("ledger", Ledger.class)).answer(
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        }
        System.exit(0);
    }

    private void answer(BufferedReader questions) throws IOException {
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] words = line.split(" ");
            System.out.println(Child.ANSWER + (words[0].equals("reported") ? reported(words[1]) : enrolled(words[1])));
        }
    }

    private long enrolled(String list) {
        long id = await("SELECT id FROM list WHERE name = ? AND state IN ('read', 'arrived')", list);
        return clock.millis() - number("SELECT taken_at FROM list WHERE id = ?", id);
    }

    private long reported(String list) {
        long id = await("SELECT id FROM list WHERE name = ? AND state IN ('read', 'arrived')", list);
        await("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM contact WHERE list_id = ? AND state IN ('waiting', 'active'))", id);
        await("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE state = 'due')");
        long end = clock.millis();
        // a contact is due from its enrolment on
        return end - number("SELECT MIN(due) FROM contact WHERE list_id = ?", id);
    }

    private long await(String sql, Object... arguments) {
        Optional<Long> found = first(sql, arguments);
        while (found.isEmpty()) {
            LockSupport.parkNanos(LOOK_EVERY);
            found = first(sql, arguments);
        }
        return found.get();
    }

    private Optional<Long> first(String sql, Object... arguments) {
        return ledger.read(tx -> tx.first(sql, row -> row.number(1), arguments));
    }

    private long number(String sql, Object... arguments) {
        return first(sql, arguments).orElseThrow();
    }
}
