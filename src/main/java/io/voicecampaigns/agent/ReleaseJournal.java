package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far the release of one file has come: written, and on the disk, before each request that changes something and after its answer, so
 * that whoever finds it knows what may have been sent. Kept for good: the same file is not released twice. Used by one thread at a time.
 */
final class ReleaseJournal {
    /** The {@code …ING} ones say that a request may have been sent. */
    enum Step {
        NOTHING, UPDATING, UPDATED, LAUNCHING, LAUNCHED, PUBLISHING, DONE;

        /** What stands if the request of this step was not carried out. */
        Step undone() {
            return switch (this) {
                case UPDATING -> NOTHING;
                case LAUNCHING -> UPDATED;
                case PUBLISHING -> LAUNCHED;
                default -> this;
            };
        }
    }

    private final Path file;
    private final ObjectNode json;

    private ReleaseJournal(Path file, ObjectNode json) {
        this.file = file;
        this.json = json;
    }

    static ReleaseJournal of(Path folder, String release) {
        Path file = folder.resolve(release + ".json");
        return new ReleaseJournal(file, WholeFile.read(file).flatMap(CanonicalJson::object).orElseGet(CanonicalJson::object));
    }

    Step step() {
        return json.hasNonNull("step") ? Step.valueOf(json.get("step").asText().toUpperCase(Locale.ROOT)) : Step.NOTHING;
    }

    /** When the step was first taken. */
    Instant since() {
        return Instant.parse(json.path("since").asText());
    }

    /** Goes to a step; durable once this returns. */
    void step(Step step, Instant now) {
        if (step() != step) {
            json.put("step", step.name().toLowerCase(Locale.ROOT)).put("since", now.toString());
        }
        WholeFile.write(file, CanonicalJson.pretty(json));
    }

    Optional<String> text(String field) {
        return json.hasNonNull(field) ? Optional.of(json.get(field).asText()) : Optional.empty();
    }

    long number(String field) {
        return json.path(field).asLong();
    }

    JsonNode tree(String field) {
        return json.path(field);
    }

    /** Remembered with the next step. */
    ReleaseJournal with(String field, String value) {
        json.put(field, value);
        return this;
    }

    ReleaseJournal with(String field, long value) {
        json.put(field, value);
        return this;
    }

    ReleaseJournal with(String field, JsonNode value) {
        json.set(field, value);
        return this;
    }

    /** Nothing of the release is left to go on from. */
    void forget() {
        try {
            Files.deleteIfExists(file);
            json.removeAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
