package io.voicecampaigns;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** What commands say of themselves, of a service that runs, and to whoever calls them wrongly. */
class CommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String NOBODY = "11111111-1111-4111-8111-111111111111";

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle service;

    private record Said(int code, String out, String err) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON document: " + out + err, e);
            }
        }
    }

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED)));
        service = new RunningBundle(dir, simulator).operable().campaign("uno", plainCampaign()).campaign("dos", plainCampaign())
                .campaign("bad", "provider: diga\nwindow: always\n").start();
    }

    @AfterAll
    static void stop() {
        service.close();
        simulator.close();
        // commands have moved it
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof ConsoleAppender<?> console) {
                console.stop();
                console.setTarget("System.out");
                console.start();
            }
        });
    }

    private static Said say(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Application.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
        return new Said(code, out.toString(), err.toString());
    }

    /** To the service that runs. */
    private static Said ask(String... arguments) {
        return say(Stream.concat(Stream.of(arguments), Stream.of("--url", service.operated().toString())).toArray(String[]::new));
    }

    /** All of them but {@code help}, which is help. */
    static Stream<String> commands() {
        return Application.commandLine().getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_tells_what_it_does_with_examples_and_answers_in_json(String command) {
        Said help = say(command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage: voice-campaigns " + command, "--json").containsPattern("Examples?:").containsPattern("\n  voice-campaigns " + command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_that_is_called_wrongly_says_so_in_json_too(String command) {
        Said wrong = say(command, "--json", "--no-such-option");

        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.json().path("error").asText()).isNotBlank();
        assertThat(wrong.json().path("todo").asText()).contains("voice-campaigns " + command + " --help");
        assertThat(wrong.err()).isEmpty();
    }

    /** With what they need; whether it can be done does not matter. */
    static Stream<List<String>> called() {
        Map<String, List<String>> arguments = new TreeMap<>();
        commands().forEach(command -> arguments.put(command, List.of()));
        Stream.of("pause", "resume", "retry", "resend").forEach(command -> arguments.put(command, List.of("uno")));
        arguments.put("cancel", List.of("dos"));
        Stream.of("forget", "suppress").forEach(command -> arguments.put(command, List.of("+34600000999")));
        arguments.put("preflight", List.of("uno", "no-such-list.csv"));
        arguments.put("test-call", List.of("uno", "--to", "+34600000123", "--var", "customer_name=Ana", "--simulate"));
        arguments.put("prune", List.of("--older-than", "90d"));
        arguments.put("release", List.of("no-such-file.yaml"));
        arguments.put("restore", List.of("no-such-file.json"));
        arguments.put("simulator", List.of("--for", "0.01"));
        return arguments.entrySet().stream().map(each -> {
            List<String> whole = new ArrayList<>(List.of(each.getKey(), "--json"));
            whole.addAll(each.getValue());
            if (Application.commandLine().getSubcommands().get(each.getKey()).getCommandSpec().findOption("--url") != null) {
                whole.addAll(List.of("--url", service.operated().toString()));
            }
            return whole;
        });
    }

    @ParameterizedTest
    @MethodSource("called")
    void every_command_prints_one_json_document(List<String> arguments) {
        Said said = say(arguments.toArray(String[]::new));

        assertThat(said.json().isObject()).as(said.out()).isTrue();
        assertThat(said.json().has("error")).as(said.out()).isEqualTo(List.of("preflight", "release", "restore", "snapshot").contains(arguments.get(0)));
        assertThat(said.json().has("todo")).as("every refusal says what to do").isEqualTo(said.json().has("error"));
    }

    @Test
    void the_audit_is_exported_as_lines_or_as_one_document() {
        ask("pause", "uno");
        ask("resume", "uno");

        assertThat(ask("audit", "--export").out().lines()).isNotEmpty().allSatisfy(line -> assertThat(JSON.readTree(line).path("what").asText()).isNotBlank());
        assertThat(ask("audit", "--export", "--json").json().path("entries")).hasSameSizeAs(ask("audit", "--export").out().lines().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "José", "Łukasz Żółć", "李小龍", "UTF-8''x", "100% Bob", "می‌رود", "👩‍💻 Zoë"})
    void whoever_does_it_is_named_in_the_audit_as_they_write_themselves(String name) {
        ask("pause", "uno", "--as", name);
        ask("resume", "uno", "--as", name);

        JsonNode entries = ask("audit", "--json").json().path("entries");
        assertThat(entries.get(entries.size() - 1).path("who").asText()).isEqualTo(name);
        assertThat(entries.get(entries.size() - 1).path("detail").asText()).isEqualTo("was paused by " + name);
    }

    @Test
    void a_name_that_the_terminal_has_spoilt_is_refused() {
        Said said = ask("pause", "uno", "--as", "Jos\ufffd\ufffd");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("LC_ALL=C.UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "localhost:8080", "ftp://localhost", "http://", "http:// x", "http://localhost:8080?x=1", ""})
    void an_address_that_is_none_is_refused_with_what_to_do(String url) {
        Said said = say("status", "--url", url);

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("is no address of a service: write it as http://<host>:<port>").doesNotContain("\tat ");
        assertThat(say("status", "--json", "--url", url).json().path("error").asText()).contains("http://<host>:<port>");
    }

    @Test
    void a_service_that_does_not_speak_tls_is_not_said_to_be_away() {
        assertThat(say("status", "--url", service.operated().toString().replace("http:", "https:")).err()).contains("no TLS is agreed on", "write http://");
    }

    @Test
    void whoever_answers_and_is_no_service_is_told_from_one() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] body = "<html>Welcome</html>".getBytes();
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().contains("audit") ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            String url = "http://127.0.0.1:" + other.getAddress().getPort();

            assertThat(say("audit", "--url", url).err()).contains("is no service of voice-campaigns", "What to do: ");
            assertThat(say("status", "--url", url)).satisfies(said -> {
                assertThat(said.code()).isOne();
                assertThat(said.err()).contains("HTTP status 404");
            });
        } finally {
            other.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"paus uno, did you mean, pause", "pause, Missing required parameter, voice-campaigns pause --help", "retry uno --dispositon busy, --disposition, did you mean",
        "status uno dos, 'dos', voice-campaigns status --help", "prune, --older-than, voice-campaigns prune --help",
        "audit --since yesterday, 'yesterday' is no <instant>, voice-campaigns audit --help", "review --close x, 'x' is no <attempt>, voice-campaigns review --help",
        "simulator --port 70000, --port 70000 is none, leave it out", "simulator --settings no-such-file, cannot be used, voice-campaigns simulator --help"})
    void whoever_mistypes_is_told_what_to_do(String typed, String found, String todo) {
        Said said = say(typed.split(" "));

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains(found, todo, "What to do: ").doesNotContain("java.");
    }

    @Test
    void a_token_that_no_service_has_is_refused() {
        assertThat(ask("status", "--token", "no-token-of-ł").err()).contains("no token has", "OPERATE_TOKEN");
        assertThat(ask("status", "--token", "two words").code()).isOne();
    }

    @Test
    void a_campaign_whose_file_was_never_good_shows_what_is_wrong_with_it() {
        Said said = ask("status", "bad");

        assertThat(ask("pause", "bad").err()).contains("the file of campaign bad has never been usable", "What to do: correct the file");
        assertThat(said.code()).isZero();
        assertThat(said.out()).startsWith("bad  unreadable  (its file has never been usable, so nobody of it is called)").contains("bad.yaml:2 window", "What to do: Correct the file")
                .doesNotContain("edition 0").doesNotContain("UTC");
    }

    @Test
    void the_name_of_a_list_is_fit_to_be_shown_wherever_it_appears() {
        String list = "lista\u001b[31m\n612_345_678";
        service.drop("uno", list + ".csv", people(700, 2) + "K700,600000700,Persona otra\n");
        await().atMost(PATIENCE).until(() -> ask("status", "uno", "--json").json().path("last_rejects").size() == 1);

        JsonNode uno = ask("status", "uno", "--json").json();

        assertThat(uno.path("lists").get(0).path("name").asText()).isEqualTo("lista [31m [number]");
        assertThat(uno.path("last_rejects").get(0).path("list").asText()).doesNotContain("345").doesNotContain("\u001b");
        assertThat(uno.path("last_rejects").get(0).path("reason").asText()).contains("already enrolled").doesNotContain("345").doesNotContain("\n");
        assertThat(ask("status", "uno").out()).doesNotContain("\u001b").doesNotContain("345");
        assertThat(service.rows("uno", list + ".rejected.csv")).as("files keep it as it is").hasSizeLessThanOrEqualTo(1);
        assertThat(ask("forget", number(700)).out()).doesNotContain("\u001b").doesNotContain("345_678");
    }

    @Test
    void help_names_every_command() {
        String help = Application.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);

        assertThat(help).contains("Examples:", "voice-campaigns --simulate", "java -jar voice-campaigns.jar");
        assertThat(commands()).allSatisfy(command -> assertThat(help).contains("  " + command));
    }
}
