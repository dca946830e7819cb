package io.voicecampaigns.call;

import io.voicecampaigns.SettableClock;
import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A ledger, campaign files and a clock, and the processes that work with them one after the other: each a {@link Worker}. What routes
 * and providers would do stands in the tests.
 */
final class Scene implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-20T11:00:00Z");

    final Path dir;
    final LedgerSettings database;
    final SettableClock clock = new SettableClock(START);
    OptionalInt accountLimit = OptionalInt.empty();
    boolean acceptsOlderLedger;
    private final List<Worker> workers = new ArrayList<>();
    private int lists;

    Scene(Database kind, Path dir) {
        this.dir = dir;
        this.database = kind.anEmptyOne(dir);
    }

    /** A campaign that calls at all hours, with more lines under {@code calling:}. */
    Scene campaign(String name, String... calling) {
        return campaignFile(name, """
                provider: diga
                from-number: "+34910000999"
                contacts: {phone: telefono, key: id, region: ES}
                variables: {customer_name: "{{nombre}}"}
                calling:
                  %s
                  max-per-number-per-day: 9
                  %s
                """.formatted(hasZone(calling) ? "" : "zone: Europe/Madrid\n  window: always", String.join("\n  ", calling)));
    }

    private static boolean hasZone(String... calling) {
        return List.of(calling).stream().anyMatch(line -> line.startsWith("zone:"));
    }

    Scene campaignFile(String name, String yaml) {
        Path file = dir.resolve("campaigns").resolve(name + ".yaml");
        write(file, yaml);
        workers.forEach(Worker::readSettings);
        return this;
    }

    Scene withoutCampaign(String name) {
        try {
            Files.delete(dir.resolve("campaigns").resolve(name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        workers.forEach(Worker::readSettings);
        return this;
    }

    /** A process that has read the provider's list and may dial. */
    Worker started() {
        Worker worker = launched();
        worker.lines.sweptSinceStart(Worker.PROVIDER);
        return worker;
    }

    /** A process that has not read the provider's list yet. */
    Worker launched() {
        Worker worker = new Worker(this);
        workers.add(worker);
        return worker;
    }

    /** Like {@link #started}, with a data directory of its own. */
    Worker startedIn(String directory) {
        Worker worker = new Worker(this, directory);
        workers.add(worker);
        worker.lines.sweptSinceStart(Worker.PROVIDER);
        return worker;
    }

    /** The process ends, however, and another one begins. */
    Worker restarted(Worker before) {
        before.close();
        workers.remove(before);
        return launched();
    }

    Worker restartedAndSwept(Worker before) {
        Worker worker = restarted(before);
        worker.lines.sweptSinceStart(Worker.PROVIDER);
        return worker;
    }

    Scene advance(Duration by) {
        clock.advance(by);
        return this;
    }

    Scene now(String instant) {
        clock.set(Instant.parse(instant));
        return this;
    }

    /** A list for {@link Worker#enroll}: an id and a number a line. */
    Path list(String campaign, String... rows) {
        return listIn("data", campaign, "list" + ++lists, rows);
    }

    Path listIn(String directory, String campaign, String name, String... rows) {
        Path file = dir.resolve(directory).resolve("inbox").resolve(campaign).resolve(name + ".csv");
        write(file, "id,telefono,nombre\n" + String.join(",Somebody\n", rows) + ",Somebody\n");
        return file;
    }

    /** Lets every lease end, on whichever clock it runs. */
    void endLeases(Ledger ledger) {
        ledger.write(tx -> tx.update("UPDATE attempt SET lease_until = 1 WHERE lease_until IS NOT NULL")
                + tx.update("UPDATE hand_over SET lease_until = 1") + tx.update("UPDATE duty SET lease_until = 1"));
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
