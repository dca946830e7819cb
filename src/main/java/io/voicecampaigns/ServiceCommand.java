package io.voicecampaigns;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.operate.ServiceClient;
import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.settings.Settings;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that asks the service that runs. Exits with 0 if it is done, 1 if it was refused or nobody answers, 2 if it was called wrongly. With
 * {@code --json}, standard output is one document, also of a refusal.
 */
abstract class ServiceCommand implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final int LONGEST_NAME = 64;
    /** What Java makes of bytes that are no letters of the locale. */
    private static final char UNREADABLE = '\ufffd';

    @Option(names = "--url", paramLabel = "<url>", description = "Where the service runs; else it is found in the data directory.")
    private String url;

    @Option(names = "--token", paramLabel = "<token>", description = "The service's token; else OPERATE_TOKEN.")
    private String token;

    @Option(names = "--as", paramLabel = "<name>", description = "Who you are, for the audit; else your user name.")
    private String who;

    @Mixin
    private Output output;

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
            if (output.isJson()) {
                out.println(answer.toPrettyString());
            } else {
                print(answer, out);
            }
            out.flush();
            return code(answer);
        } catch (RefusedException e) {
            return output.refused(REFUSED, e.getMessage(), e.todo());
        }
    }

    boolean isJson() {
        return output.isJson();
    }

    CommandSpec spec() {
        return spec;
    }

    private ServiceClient service() {
        Optional<Settings> settings = Files.isRegularFile(Path.of("config/application.properties")) ? Optional.of(Home.settingsHere(false)) : Optional.empty();
        String data = settings.map(here -> here.value("data.dir")).or(() -> Optional.ofNullable(System.getenv("DATA_DIR"))).orElse("data");
        Optional<String> known = Optional.ofNullable(token).or(() -> settings.map(here -> here.value("operate.token")))
                .or(() -> Optional.ofNullable(System.getenv("OPERATE_TOKEN"))).map(String::strip).filter(text -> !text.isEmpty());
        known.ifPresent(LogGuard::secret);
        return new ServiceClient(url == null ? ServiceClient.find(Path.of(data)) : address(url), known, name());
    }

    private URI address(String text) {
        try {
            URI address = new URI(text.strip());
            if (List.of("http", "https").contains(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT)) && address.getHost() != null
                    && address.getQuery() == null && address.getFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // as any other text that is no address
        }
        throw new ParameterException(spec.commandLine(), "--url " + text + " is no address of a service: write it as http://<host>:<port>, such as http://127.0.0.1:8080");
    }

    /** At most as long as a service takes it. */
    private String name() {
        String name = (who == null ? System.getProperty("user.name", "command") : who).strip();
        if (name.indexOf(UNREADABLE) >= 0 && who != null) {
            throw new ParameterException(spec.commandLine(), "--as came through as " + name + ", since this terminal's locale knows no such letters:"
                    + " run it with LC_ALL=C.UTF-8, or write the name in plain ASCII");
        }
        String readable = name.replace(UNREADABLE, '?');
        return readable.codePointCount(0, readable.length()) > LONGEST_NAME ? readable.substring(0, readable.offsetByCodePoints(0, LONGEST_NAME)) : readable;
    }
}
