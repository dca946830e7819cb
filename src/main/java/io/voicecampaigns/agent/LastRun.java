package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the last snapshot came to, as {@code snapshots/last-run.json} keeps it for the next start and for health.
 *
 * @param complete when a run last copied everything; empty: never
 * @param found    what it came to, for a person
 * @param changes  what it came to in numbers, by what has changed
 * @param report   the file that tells what has changed, where anything has
 */
record LastRun(Instant started, Instant finished, Optional<Instant> complete, List<String> missing, List<String> warnings, String found,
        Optional<String> report, Map<String, Integer> changes) {

    static Optional<LastRun> read(Path file) {
        return WholeFile.read(file).flatMap(CanonicalJson::object).flatMap(json -> {
            try {
                return Optional.of(new LastRun(Instant.parse(json.path("started").asText()), Instant.parse(json.path("finished").asText()),
                        json.hasNonNull("complete") ? Optional.of(Instant.parse(json.path("complete").asText())) : Optional.empty(),
                        texts(json.path("missing")), texts(json.path("warnings")), json.path("found").asText(),
                        Optional.ofNullable(json.path("report").textValue()), numbers(json.path("changes"))));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    void write(Path file) {
        ObjectNode json = CanonicalJson.object().put("started", started.toString()).put("finished", finished.toString())
                .put("complete", complete.map(Instant::toString).orElse(null))
                .put("found", found).put("report", report.orElse(null));
        changes.forEach(json.putObject("changes")::put);
        missing.forEach(json.putArray("missing")::add);
        warnings.forEach(json.putArray("warnings")::add);
        WholeFile.write(file, CanonicalJson.pretty(json));
    }

    private static Map<String, Integer> numbers(JsonNode object) {
        Map<String, Integer> numbers = new TreeMap<>();
        object.fields().forEachRemaining(field -> numbers.put(field.getKey(), field.getValue().asInt()));
        return numbers;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
