package io.voicecampaigns;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.operate.ServiceClient;
import io.voicecampaigns.preflight.ReportJson;
import io.voicecampaigns.privacy.LogGuard;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has the running service call one number, and follows the call to its end. */
@Command(name = "test-call", mixinStandardHelpOptions = true,
        description = {"Calls one number that you name, once, as a campaign would, and tells what came of it.",
            "The running service places the call. Windows, limits and the do-not-call list hold; no result is written."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:there was a call, and it has ended", "1:refused, or there was none; the reason is printed", "2:wrong use"},
        footerHeading = "Examples:%n", footer = {"  test-call renewals --to +34612345678 --var customer_name=Ana",
            "  test-call renewals --to +34612345678 --simulate"})
final class TestCallCommand implements Callable<Integer> {
    private static final int NO_CALL = 1;
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** A recording is there a moment after the call. */
    private static final Duration RECORDING_PATIENCE = Duration.ofSeconds(30);

    @Parameters(paramLabel = "<campaign>", description = "The name of a campaign that the service has.")
    private String campaign;

    @Option(names = "--to", required = true, paramLabel = "<number>", description = "The number to call, such as +34612345678.")
    private String to;

    @Option(names = "--var", paramLabel = "<name>=<text>", description = "What the agent is told, where a list would tell it.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--simulate", description = "The service must be one that simulates; without this, it must not.")
    private boolean simulate;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Option(names = "--url", paramLabel = "<url>", description = "Where the service runs; absent: as its data directory says.")
    private URI url;

    @Option(names = "--token", paramLabel = "<token>", description = "What the service wants to know; absent: OPERATE_TOKEN.")
    private String token = Optional.ofNullable(System.getenv("OPERATE_TOKEN")).orElse("");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        LogGuard.toStandardError();
        try {
            URI service = url != null ? url : ServiceClient.find(Path.of(Home.here(false).settings().value("data.dir")));
            ServiceClient client = new ServiceClient(service, Optional.of(token).filter(text -> !text.isBlank()), "command");
            String attempt = client.post("/api/v1/test-calls", Map.of("campaign", campaign, "to", to, "variables", variables, "simulated", simulate))
                    .path("attempt").asText();
            tell("calling, attempt " + attempt);
            return ended(follow(client, attempt));
        } catch (RefusedException e) {
            if (json) {
                print(ReportJson.refusal(e.getMessage(), e.todo()));
            }
            System.err.println(e.getMessage() + "\n" + e.todo());
            return NO_CALL;
        }
    }

    /** Asks until the call is over and its recording is there, or has been waited for. */
    private JsonNode follow(ServiceClient client, String attempt) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            String said = "";
            long patience = RECORDING_PATIENCE.dividedBy(PAUSE);
            while (true) {
                JsonNode seen = clock.schedule(() -> client.get("/api/v1/test-calls/" + attempt), PAUSE.toMillis(), TimeUnit.MILLISECONDS).get();
                String state = seen.path("state").asText();
                if (!state.equals(said)) {
                    tell(state.replace('_', ' '));
                    said = state;
                }
                if (seen.path("over").asBoolean() && (!seen.path("awaits_recording").asBoolean() || patience-- <= 0)) {
                    return seen;
                }
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof RefusedException refused ? refused : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(RefusedException.UNAVAILABLE, "interrupted; the call goes on", "ask for /api/v1/test-calls/" + attempt);
        } finally {
            clock.shutdownNow();
        }
    }

    private int ended(JsonNode seen) {
        if (json) {
            print(seen.toPrettyString());
        } else {
            StringBuilder text = new StringBuilder(seen.path("state").asText().replace('_', ' '));
            append(text, seen, "disposition", "disposition");
            append(text, seen, "duration_seconds", "seconds");
            append(text, seen, "recording_url", "recording");
            append(text, seen, "note", "note");
            print(text.toString());
        }
        return seen.path("state").asText().equals("ended") ? 0 : NO_CALL;
    }

    private static void append(StringBuilder text, JsonNode seen, String field, String label) {
        if (seen.has(field)) {
            text.append("\n  ").append(label).append(" ".repeat(12 - label.length())).append(seen.path(field).asText());
        }
    }

    private void tell(String progress) {
        if (!json) {
            System.err.println(progress);
        }
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
