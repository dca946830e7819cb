package io.voicecampaigns.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where commands find the service that runs: {@code service.json} in its data directory, while it serves. Replicas may share that directory,
 * and in containers all of them have one process id: each knows its own by what it made up. Thread-safe.
 */
public final class ServiceFile {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final String start = UUID.randomUUID().toString();
    private boolean isOver;

    /** What stands in it. */
    public record Found(URI url, String start) {
    }

    public ServiceFile(Path data) {
        file = data.resolve("service.json");
    }

    /** Says that this process serves there. */
    public synchronized void write(URI url) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("url", url.toString());
        content.put("pid", ProcessHandle.current().pid());
        content.put("start", start);
        Path whole = file.resolveSibling("service.json." + start + ".tmp");
        Files.writeString(whole, MAPPER.writeValueAsString(content) + "\n");
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Says so again where nobody does: another one with this directory said it last, and has ended. */
    public synchronized void keep(URI url) throws IOException {
        if (!isOver && !Files.exists(file)) {
            write(url);
        }
    }

    /** Which service was the last one to say so; it may have been killed since. */
    public Optional<Found> read() {
        try {
            JsonNode content = MAPPER.readTree(Files.readAllBytes(file));
            return Optional.of(new Found(URI.create(content.path("url").asText()), content.path("start").asText()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** This process serves no more; another one's file stays. */
    public synchronized void remove() {
        isOver = true;
        try {
            if (read().filter(found -> found.start().equals(start)).isPresent()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // whoever reads it finds that nobody answers there
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
