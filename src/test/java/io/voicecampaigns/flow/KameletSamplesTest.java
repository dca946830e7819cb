package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.provider.PermitInterceptor;
import io.voicecampaigns.provider.Permits;
import io.voicecampaigns.salesforce.SalesforceOrg;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.standin.MailServer;
import io.voicecampaigns.standin.StandIn;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kamelet does what its sample says: with these properties, given {@code in}, it asks as in {@code exchanges}, is answered so, and
 * gives {@code out}, or sends {@code mails} with these lines to {@code {{smtp}}}. {@code {{server}}} is where the answers come from; {@code type} names the class that {@code in} is read as.
 */
class KameletSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of("src/test/resources/kamelets");

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle bundle;

    /** Gives the answers of a sample, one after the other. */
    private static final class Script extends StandIn {
        private final JsonNode exchanges;
        private int next;

        Script(JsonNode exchanges) {
            this.exchanges = exchanges;
        }

        @Override
        protected synchronized Answer answer(Asked request) {
            JsonNode exchange = exchanges.path(next++);
            try {
                return exchange.isMissingNode() ? new Answer(500, "") : Answer.json(exchange.path("status").asInt(), filled(exchange.path("answer"), this));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
        bundle = new RunningBundle(dir, simulator).set("providers.dir", "config/providers").campaign("muestra", plainCampaign()).start();
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    static List<String> kamelets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes/kamelets"))) {
            return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".kamelet.yaml"))
                    .map(file -> file.replace(".kamelet.yaml", "")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void a_kamelet_does_what_its_sample_says(String kamelet) throws Exception {
        JsonNode sample = JSON.readTree(SAMPLES.resolve(kamelet).resolve("sample.json").toFile());
        if (sample.has("list")) {
            assertThatListBecomes(sample);
            return;
        }
        try (Script server = new Script(sample.path("exchanges")); MailServer mail = new MailServer()) {
            if (sample.path("properties").has("org")) {
                // an org is a bean, and knows itself where to log in
                String name = sample.path("properties").path("org").asText() + kamelet.replaceAll("\\W", "");
                SalesforceOrg org = new SalesforceOrg(server.url(), "sample-client", "sample-client-word", "", "", "", "", "", 2_000, 2_000);
                bundle.bundle().context().getRegistry().bind(name, org);
                bundle.bundle().context().addComponent(name, org.component());
            }
            String uri = "kamelet:" + kamelet + sample.path("properties").properties().stream()
                    .map(property -> property.getKey() + "=RAW(" + (property.getValue().asText() + (property.getKey().equals("org") ? kamelet.replaceAll("\\W", "") : "")).replace("{{server}}", server.url())
                            .replace("{{smtp}}", String.valueOf(mail.port())) + ")").collect(Collectors.joining("&", "?", ""));

            JsonNode out = kamelet.endsWith("-source") ? read(uri, kamelet) : asked(uri, kamelet, filled(sample.path("in"), server));

            assertThat(server.asked()).extracting(StandIn.Asked::method).hasSameSizeAs(sample.path("exchanges"));
            for (int i = 0; i < server.asked().size(); i++) {
                assertThatIsAsked(server.asked().get(i), sample.path("exchanges").get(i));
            }
            assertThat(mail.mails()).hasSize(sample.path("mails").size());
            for (int i = 0; i < mail.mails().size(); i++) {
                assertThat(sample.path("mails").get(i)).allSatisfy(line -> assertThat(mail.mails()).anyMatch(text -> text.contains(line.asText())));
            }
            assertThat(out.toPrettyString()).isEqualTo(filled(sample.path("out"), server).toPrettyString());
        }
    }

    private static void assertThatIsAsked(StandIn.Asked asked, JsonNode exchange) {
        String query = asked.query().entrySet().stream().map(pair -> pair.getKey() + "=" + pair.getValue()).collect(Collectors.joining("&"));
        String request = asked.method() + " " + asked.path() + (query.isEmpty() ? "" : "?" + query);

        String expected = exchange.path("request").asText();
        if (expected.endsWith("…")) {
            // what comes behind tells of the time
            assertThat(request).startsWith(expected.replace("…", ""));
        } else {
            assertThat(request).isEqualTo(expected);
        }
        assertThat(!exchange.has("body") || asked.json().equals(exchange.path("body"))).as(asked.body()).isTrue();
    }

    private static JsonNode read(String uri, String kamelet) throws Exception {
        CamelContext context = bundle.bundle().context();
        List<JsonNode> read = new CopyOnWriteArrayList<>();
        // by itself, before its route is added: adding locks Camel's model and then the kamelets, and whoever calls a kamelet for the first
        // time locks them the other way round
        context.getEndpoint(uri);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("sample-of-" + kamelet).process(exchange -> json(exchange.getMessage().getBody()).forEach(read::add));
            }
        });
        await().atMost(RunningBundle.PATIENCE).until(() -> !read.isEmpty() && read.get(read.size() - 1).path("end").asBoolean());
        context.getRouteController().stopRoute("sample-of-" + kamelet);
        return JSON.createArrayNode().addAll(read);
    }

    private static JsonNode asked(String uri, String kamelet, JsonNode in) throws Exception {
        Permits permits = bundle.bundle().bean("permits", Permits.class);
        String permit = permits.issue(UUID.randomUUID(), Instant.MAX, Duration.ofMinutes(1));
        boolean needsPermit = Files.readString(Path.of("routes/kamelets", kamelet + ".kamelet.yaml")).contains(PermitInterceptor.HEADER);
        Exchange exchange = bundle.bundle().context().createProducerTemplate().request(uri, message -> {
            message.getMessage().setBody(in.path("type").isTextual() ? typed(Class.forName(in.path("type").asText()), in) : JSON.treeToValue(in, Object.class));
            if (needsPermit) {
                message.getMessage().setHeader(PermitInterceptor.HEADER, permit);
            }
        });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        assertThat(exchange.getMessage().getHeaders()).as("no credential is left behind").isEmpty();
        assertThat(permits.used(permit)).as("the permit went with the request").isEqualTo(needsPermit);
        return json(exchange.getMessage().getBody());
    }

    /** Messages that only our own routes send have no {@code from}: they are made of their components, of which optional ones may be absent. */
    private static Object typed(Class<?> type, JsonNode in) throws Exception {
        if (Stream.of(type.getMethods()).anyMatch(method -> method.getName().equals("from"))) {
            return type.getMethod("from", Object.class).invoke(null, JSON.treeToValue(in, Object.class));
        }
        List<Object> parts = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode part = in.path(component.getName());
            parts.add(component.getType() == Optional.class ? Optional.of(part.asText()).filter(text -> !text.isEmpty()) : JSON.treeToValue(part, component.getType()));
        }
        return type.getConstructors()[0].newInstance(parts.toArray());
    }

    /** What the file source and the file sink make of a list, together. */
    private static void assertThatListBecomes(JsonNode sample) {
        bundle.drop("muestra", "muestra.csv", sample.path("list").asText());

        await().atMost(RunningBundle.PATIENCE).until(() -> bundle.rows("muestra", "muestra.results.csv").size() == sample.path("out").path("enrolled").size()
                && bundle.rows("muestra", "muestra.rejected.csv").size() == sample.path("out").path("rejected").size());
        assertThat(JSON.<JsonNode>valueToTree(bundle.rows("muestra", "muestra.results.csv").stream().map(row -> row.get("id")).toList()))
                .isEqualTo(sample.path("out").path("enrolled"));
        assertThat(JSON.<JsonNode>valueToTree(bundle.rows("muestra", "muestra.rejected.csv").stream().map(row -> row.get("id")).toList()))
                .isEqualTo(sample.path("out").path("rejected"));
    }

    static JsonNode filled(JsonNode node, StandIn server) throws IOException {
        return node.isMissingNode() ? JSON.nullNode() : JSON.readTree(node.toString().replace("{{server}}", server.url()));
    }

    /** Records as objects of their components, absent ones left out. */
    private static JsonNode json(Object value) throws ReflectiveOperationException {
        if (value == null || value instanceof Optional<?> none && none.isEmpty()) {
            return JSON.nullNode();
        }
        if (value instanceof OptionalInt number) {
            return number.isPresent() ? JSON.getNodeFactory().numberNode(number.getAsInt()) : JSON.nullNode();
        }
        if (value instanceof Optional<?> some) {
            return json(some.get());
        }
        if (value instanceof Enum<?> || value instanceof Instant || value instanceof UUID) {
            return JSON.getNodeFactory().textNode(value.toString());
        }
        if (value instanceof Collection<?> list) {
            ArrayNode array = JSON.createArrayNode();
            for (Object element : list) {
                array.add(json(element));
            }
            return array;
        }
        if (!value.getClass().isRecord()) {
            return JSON.valueToTree(value);
        }
        var object = JSON.createObjectNode();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            JsonNode part = json(component.getAccessor().invoke(value));
            if (!part.isNull()) {
                object.set(component.getName(), part);
            }
        }
        return object;
    }
}
