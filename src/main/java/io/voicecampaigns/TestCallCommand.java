package io.voicecampaigns;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.operate.ServiceClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has the running service call one number, and follows the call to its end. */
@Command(name = "test-call", mixinStandardHelpOptions = true,
        description = {"Calls one number that you name, once, as a campaign would, and tells what came of it.",
            "The running service places the call. Windows, limits and the do-not-call list hold; no result is written."},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:there was a call, and it has ended", "1:refused, or nobody was called; it is said why and what to do", "2:wrong use"},
        footer = {"", "Examples:", "  voice-campaigns test-call renovaciones --to +34612345678 --var customer_name=Ana",
            "  voice-campaigns test-call renovaciones --to +34612345678 --simulate --json"})
final class TestCallCommand extends ServiceCommand {
    private static final int NO_CALL = 1;
    private static final String PATH = "/api/v1/test-calls";
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** A recording is there a moment after the call. */
    private static final Duration RECORDING_PATIENCE = Duration.ofSeconds(30);

    @Parameters(paramLabel = "<campaign>", description = "The campaign's name, as its file is called.")
    private String campaign;

    @Option(names = "--to", required = true, paramLabel = "<number>", description = "The number to call, such as +34612345678.")
    private String to;

    @Option(names = "--var", paramLabel = "<name>=<text>", description = "What the agent is told, where a list would tell it.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--simulate", description = "The service must be one that simulates; without this, it must not be.")
    private boolean simulate;

    @Override
    JsonNode ask(ServiceClient service) {
        String attempt = service.post(PATH, Map.of("campaign", campaign, "to", to, "variables", variables, "simulated", simulate)).path("attempt").asText();
        tell("attempt " + attempt);
        return follow(service, attempt);
    }

    /** Asks until the call is over and its recording is there, or has been waited for. */
    private JsonNode follow(ServiceClient service, String attempt) {
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        try {
            String said = "";
            long patience = RECORDING_PATIENCE.dividedBy(PAUSE);
            while (true) {
                JsonNode seen = pace.schedule(() -> service.get(PATH + "/" + attempt), PAUSE.toMillis(), TimeUnit.MILLISECONDS).get();
                String state = seen.path("state").asText().replace('_', ' ');
                if (!state.equals(said)) {
                    tell(state);
                    said = state;
                }
                if (seen.path("over").asBoolean() && (!seen.path("awaits_recording").asBoolean() || patience-- <= 0)) {
                    return seen;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RefusedException refused ? refused : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(RefusedException.UNAVAILABLE, "interrupted; the call goes on", "GET " + PATH + "/" + attempt + " tells what comes of it");
        } finally {
            pace.shutdownNow();
        }
    }

    @Override
    int code(JsonNode seen) {
        return seen.path("state").asText().equals("ended") ? 0 : NO_CALL;
    }

    @Override
    void print(JsonNode seen, PrintWriter out) {
        out.println(seen.path("state").asText().replace('_', ' '));
        line(seen, "disposition", "disposition", out);
        line(seen, "duration_seconds", "seconds", out);
        line(seen, "recording_url", "recording", out);
        line(seen, "note", "note", out);
    }

    private static void line(JsonNode seen, String field, String label, PrintWriter out) {
        if (seen.has(field)) {
            out.println("  " + label + " ".repeat(13 - label.length()) + seen.path(field).asText());
        }
    }

    private void tell(String progress) {
        spec().commandLine().getErr().println(progress);
        spec().commandLine().getErr().flush();
    }
}
