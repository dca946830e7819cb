package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.AgentJobs;
import io.voicecampaigns.Bundle;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A bundle with its provider, as far as agents go: what somebody does at the provider's dashboard, and what stands in the files. */
final class AgentBundle implements AutoCloseable {
    static final String AGENT = "a9e20000-0000-4000-8000-000000000001";
    static final String FIRST_VERSION = "a9e20000-0000-4000-8000-0000000000f1";

    final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
    final RunningBundle bundle;
    private AgentJobs jobs;
    private final HttpClient client = HttpClient.newHttpClient();

    AgentBundle(Path dir) {
        bundle = new RunningBundle(dir, simulator);
    }

    /** Opens the routes of agents alone, as the commands do. */
    AgentJobs jobs() {
        if (jobs == null) {
            Bundle.Options options = new Bundle.Options().ignoringEnvironment().simulated();
            bundle.settings().forEach(options::set);
            jobs = new AgentJobs(options);
        }
        return jobs;
    }

    /** Makes a snapshot now, by the routes of the night. */
    SnapshotRun snapshot() {
        return jobs().snapshot();
    }

    /** Carries a release file out as far as it goes now. */
    Release.Outcome release(String file) {
        return jobs().release("release.yaml", file.getBytes(java.nio.charset.StandardCharsets.UTF_8), false);
    }

    /** What {@code --dry-run} prints. */
    String preview(String file) {
        Release.Outcome outcome = jobs().release("release.yaml", file.getBytes(java.nio.charset.StandardCharsets.UTF_8), true);
        return ((Release.Previewed) outcome).text();
    }

    /** The hash that a preview ends with. */
    String reviewed(String file) {
        return preview(file).replaceFirst("(?s).*reviewed: ", "").strip();
    }

    /** The numbers of all versions, the draft not among them. */
    List<Integer> versions() {
        List<Integer> numbers = new java.util.ArrayList<>();
        get("/v1/agent/" + AGENT + "/version?limit=100&order=asc").get("data").forEach(version -> {
            if (!version.get("is_draft").asBoolean()) {
                numbers.add(version.get("version_number").asInt());
            }
        });
        return numbers;
    }

    /** The live version of the first agent. */
    JsonNode live() {
        return get("/v1/agent/" + AGENT + "?is_published=true");
    }

    JsonNode get(String path) {
        return send("GET", path, "");
    }

    /** Somebody does something at the provider, past this program. */
    JsonNode send(String method, String path, String body) {
        try {
            HttpRequest.BodyPublisher content = body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(simulator.baseUri() + path)).method(method, content)
                    .header("Authorization", "Bearer " + RunningBundle.KEY).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() > 299) {
                throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return CanonicalJson.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    JsonNode change(String fields) {
        return send("PATCH", "/v1/agent/" + AGENT, fields);
    }

    /** Launches the draft; answers the version's id. */
    String launch(String name) {
        return send("POST", "/v1/agent/" + AGENT + "/version", "{\"version_name\": \"" + name + "\"}").get("version_id").asText();
    }

    void publish(String version) {
        send("PATCH", "/v1/agent/" + AGENT + "/published_version", "{\"version_id\": \"" + version + "\"}");
    }

    Path snapshots() {
        return bundle.data().resolve("snapshots");
    }

    Path copies(String agent) {
        return snapshots().resolve("diga").resolve(agent);
    }

    List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        try {
            return CanonicalJson.MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (jobs != null) {
            jobs.close();
        }
        bundle.close();
        simulator.close();
    }
}
