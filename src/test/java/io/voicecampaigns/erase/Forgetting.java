package io.voicecampaigns.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.operate.ServiceClient;
import io.voicecampaigns.operate.ServiceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the service of a data directory to forget people, and looks for what is left of them there. */
public record Forgetting(Path data) {
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    public JsonNode forget(String phone) {
        return service().post("/api/v1/forget", Map.of("phone", phone));
    }

    public JsonNode forgetAsWritten(String text) {
        return service().post("/api/v1/forget", Map.of("phone", text, "as_written", true));
    }

    public void awaitErased(String phone) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(forget(phone).path("state").asText()).isEqualTo("erased"));
    }

    private ServiceClient service() {
        return new ServiceClient(new ServiceFile(data).read().orElseThrow(() -> new AssertionError("it does not say where it serves")).url(),
                Optional.empty(), "ann");
    }

    /** Files of the data directory in which this text stands, a ledger and its log among them. */
    public List<String> found(String text) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (content(file).contains(text)) {
                    found.add(data.relativize(file).toString());
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file holds; nothing if it was renamed meanwhile, as files are that are being written. */
    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
