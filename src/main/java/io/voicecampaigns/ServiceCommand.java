package io.voicecampaigns;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.operate.ServiceClient;
import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.settings.Settings;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that asks the service that runs. Exits with 0 if it is done, 1 if it was refused or nobody answers, 2 if it was called wrongly. With
 * {@code --json}, standard output is one document, also of a refusal.
 */
abstract class ServiceCommand implements Callable<Integer> {
    private static final int REFUSED = 1;

    @Option(names = "--url", paramLabel = "<url>", description = "Where the service runs; else it is found in the data directory.")
    private URI url;

    @Option(names = "--token", paramLabel = "<token>", description = "The service's token; else OPERATE_TOKEN.")
    private String token;

    @Option(names = "--as", paramLabel = "<name>", description = "Who you are, for the audit; else your user name.")
    private String who = System.getProperty("user.name", "command");

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    /** Asks, and returns the answer. */
    abstract JsonNode ask(ServiceClient service);

    /** Prints an answer for a person. */
    void print(JsonNode answer, PrintWriter out) {
        out.println(answer.path("done").asText());
    }

    /** The exit code of an answer that is no refusal. */
    int code(JsonNode answer) {
        return 0;
    }

    @Override
    public final Integer call() {
        LogGuard.toStandardError();
        PrintWriter out = spec.commandLine().getOut();
        try {
            JsonNode answer = ask(service());
            if (isJson) {
                out.println(answer.toPrettyString());
            } else {
                print(answer, out);
            }
            return code(answer);
        } catch (RefusedException e) {
            if (isJson) {
                out.println(ServiceClient.document(Map.of("error", e.getMessage(), "todo", e.todo())).toPrettyString());
            } else {
                spec.commandLine().getErr().println(e.getMessage());
                spec.commandLine().getErr().println("What to do: " + e.todo());
            }
            return REFUSED;
        } finally {
            out.flush();
            spec.commandLine().getErr().flush();
        }
    }

    CommandSpec spec() {
        return spec;
    }

    private ServiceClient service() {
        Optional<Settings> settings = Files.isRegularFile(Path.of("config/application.properties")) ? Optional.of(Home.settingsHere()) : Optional.empty();
        String data = settings.map(here -> here.value("data.dir")).or(() -> Optional.ofNullable(System.getenv("DATA_DIR"))).orElse("data");
        Optional<String> known = Optional.ofNullable(token).or(() -> settings.map(here -> here.value("operate.token")))
                .or(() -> Optional.ofNullable(System.getenv("OPERATE_TOKEN"))).map(String::strip).filter(text -> !text.isEmpty());
        known.ifPresent(LogGuard::secret);
        return new ServiceClient(url == null ? ServiceClient.find(Path.of(data)) : url, known, who.length() > 64 ? who.substring(0, 64) : who);
    }
}
