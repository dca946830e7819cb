package io.voicecampaigns.provider;

import static io.voicecampaigns.provider.DigaMapping.CALL;
import static io.voicecampaigns.provider.DigaMapping.NOW;
import static io.voicecampaigns.provider.DigaMapping.aCall;
import static io.voicecampaigns.provider.DigaMapping.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The kamelets as they are shipped, in a Camel context as the product sets it up, against a server on a real socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DigaKameletsTest {
    private static final int REDELIVERIES = 2;
    private static final String KEY = "sk-secret-4711";

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Permits permits = new Permits(Clock.systemUTC());
    private CamelContext camel;
    private HttpServer server;
    private Answer answer;

    @BeforeAll
    void setUp() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        camel = start();
    }

    @AfterAll
    void tearDown() {
        camel.stop();
        server.stop(0);
    }

    @BeforeEach
    void forget() {
        received.clear();
    }

    @Test
    void a_call_is_started_with_one_request_that_carries_what_it_must_and_no_more() {
        answer = new Answer(201, aCall().toString());
        String permit = permit();

        Exchange exchange = send("start-call", aRequest(), Map.of(PermitInterceptor.HEADER, permit, "Private", "of the caller",
                "CamelHttpUri", "http://127.0.0.1:1/elsewhere", "CamelHttpQuery", "a=b", "CamelHttpMethod", "DELETE"));

        assertThat(exchange.getException()).isNull();
        assertThat(StartAnswer.from(exchange.getMessage().getBody())).isEqualTo(StartAnswer.accepted(CALL));
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(permits.used(permit)).isTrue();
        assertThat(received).singleElement().satisfies(request -> {
            assertThat(request.line).isEqualTo("POST /v1/call/");
            assertThat(request.headers).containsEntry("authorization", "Bearer " + KEY).containsEntry("content-type",
                    "application/json")
                    .containsEntry("content-length", Integer.toString(request.body.getBytes(StandardCharsets.UTF_8).length))
                    .doesNotContainKeys("transfer-encoding", "call-permit", "private");
            assertThat(request.body).contains("\"to_number\":\"+34600111222\"").contains("Íñigo");
        });
    }

    @Test
    void without_a_permit_nothing_is_dialled_however_often_it_is_tried() {
        Exchange exchange = send("start-call", aRequest(), Map.of());

        assertThat(exchange.getException()).isInstanceOf(NoPermitException.class);
        assertThat(received).isEmpty();
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    void a_route_that_dials_twice_dials_once() {
        answer = new Answer(201, aCall().toString());
        Exchange exchange = exchange("start-call", aRequest(), Map.of(PermitInterceptor.HEADER, permit()));
        exchange.setVariable("permit", exchange.getMessage().getHeader(PermitInterceptor.HEADER));
        exchange.setVariable("request", aRequest());

        camel.createProducerTemplate().send("direct:call-twice", exchange);

        assertThat(exchange.getException()).isInstanceOf(NoPermitException.class);
        assertThat(received).hasSize(1);
    }

    @Test
    void a_lost_answer_is_not_sent_for_again() {
        answer = null;
        String permit = permit();

        Exchange exchange = send("start-call", aRequest(), Map.of(PermitInterceptor.HEADER, permit));

        assertThat(exchange.getException()).isInstanceOfAny(IOException.class);
        assertThat(permits.used(permit)).isTrue();
        assertThat(received).hasSize(1);
    }

    @Test
    void refusals_and_redirects_are_answers() {
        answer = new Answer(412, "{\"error_code\": \"SIP_CONFIG_NOT_SET\"}");
        assertThat(startACall()).isEqualTo(StartAnswer.campaignRefused("412 SIP_CONFIG_NOT_SET"));
        answer = new Answer(429, "", "Retry-After", "Fri, 20 Nov 2026 10:02:00 GMT");
        assertThat(startACall()).isEqualTo(StartAnswer.later(NOW.plusSeconds(120), "429"));
        answer = new Answer(503, "{}", "Retry-After", "0");
        assertThat(startACall()).isEqualTo(StartAnswer.unknown("503"));
        answer = new Answer(307, "", "Location", url() + "/v1/call/");
        assertThat(startACall()).isEqualTo(StartAnswer.unknown("307"));
        answer = new Answer(201, "<html>");
        assertThat(startACall()).isEqualTo(StartAnswer.unknown("201 without a readable id"));
        assertThat(received).hasSize(5);
    }

    @Test
    void a_page_of_calls_is_read() {
        answer = new Answer(200, "{\"data\": [" + aCall() + "], \"has_more\": true, \"last_id\": \"" + CALL + "\"}");

        Exchange exchange = send("list-calls", new ListRequest(Instant.parse("2026-11-20T09:00:00Z"), Optional.of(NOW),
                Optional.of("a+b"), 1000), Map.of());

        assertThat(exchange.getException()).isNull();
        CallPage page = CallPage.from(exchange.getMessage().getBody());
        assertThat(page.calls()).singleElement().extracting(ProviderCall::callId).isEqualTo(CALL);
        assertThat(page.next()).contains(CALL);
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(received).singleElement().satisfies(request -> {
            assertThat(request.headers).containsEntry("authorization", "Bearer " + KEY);
            assertThat(request.line).startsWith("GET /v1/call/?");
            assertThat(request.parameters()).containsExactlyInAnyOrderEntriesOf(Map.of("type", "outbound", "order", "asc",
                    "limit", "1000",
                    "after", "a+b", "start_created_date", "2026-11-20T09:00:00Z", "end_created_date", "2026-11-20T10:00:00Z"));
        });
    }

    @Test
    void an_error_of_the_list_is_an_exception() {
        answer = new Answer(403, "{\"error_code\": \"INTERNAL_SERVER_ERROR\"}");

        Exchange exchange = send("list-calls", new ListRequest(NOW, Optional.empty(), Optional.empty(), 10), Map.of());

        assertThat(exchange.getException()).isInstanceOf(ProviderException.class)
                .hasMessage("diga answered 403 INTERNAL_SERVER_ERROR instead of a page of calls");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_caller_that_tries_again_comes_to_an_end() {
        answer = new Answer(503, "");

        Exchange exchange = send("get-call", CALL, Map.of());

        assertThat(exchange.getException()).isInstanceOf(ProviderException.class);
        assertThat(received).hasSize(1 + REDELIVERIES);
    }

    @Test
    void one_call_and_its_recording_are_read() {
        answer = new Answer(200, aCall().toString());
        assertThat(CallLookup.from(send("get-call", CALL, Map.of()).getMessage().getBody()).call()).map(ProviderCall::callId)
                .contains(CALL);
        answer = new Answer(404, "{\"error_code\": \"CALL_NOT_FOUND\"}");
        assertThat(CallLookup.from(send("get-call", CALL, Map.of()).getMessage().getBody()).call()).isEmpty();
        answer = new Answer(200, "{\"recording_url\": \"https://r.example/1\"}");
        assertThat(Recording.from(send("get-recording", CALL, Map.of()).getMessage().getBody()).url())
                .contains("https://r.example/1");
        assertThat(received).extracting(Received::line).containsExactly("GET /v1/call/" + CALL, "GET /v1/call/" + CALL,
                "GET /v1/recording/" + CALL);
    }

    @Test
    void what_is_no_id_is_not_asked_for() {
        Exchange exchange = send("get-call", "../agent/", Map.of());

        assertThat(exchange.getException()).isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("agent");
        assertThat(received).isEmpty();
    }

    @Test
    void neither_key_nor_person_is_logged_from_the_start_on() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        // These print requests and every resolved placeholder; the product holds them at INFO.
        List<Logger> pinned = Stream.of("org.apache.hc.client5.http", "org.apache.camel.component.properties",
                "org.apache.camel.impl.engine.DefaultCamelContextExtension").map(name -> (Logger) LoggerFactory.getLogger(name))
                        .toList();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Level before = root.getLevel();
        List<ch.qos.logback.core.Appender<ILoggingEvent>> others = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        root.setLevel(Level.TRACE);
        pinned.forEach(logger -> logger.setLevel(Level.INFO));
        root.addAppender(log);
        log.start();
        CamelContext shared = camel;
        try {
            camel = start();
            answer = new Answer(201, aCall().toString());
            startACall();
            answer = new Answer(422, "{\"detail\": [{\"loc\": [\"body\", \"to_number\"], \"msg\": \"+34600111222\"}]}");
            startACall();
            answer = new Answer(200, "{\"data\": [" + aCall() + "], \"has_more\": false}");
            send("list-calls", new ListRequest(NOW, Optional.empty(), Optional.empty(), 1000), Map.of());
            answer = new Answer(500, aCall().toString());
            send("list-calls", new ListRequest(NOW, Optional.empty(), Optional.empty(), 1000), Map.of());
            answer = null;
            send("start-call", aRequest(), Map.of(PermitInterceptor.HEADER, permit()));
            camel.stop();
        } finally {
            camel = shared;
            root.detachAppender(log);
            others.forEach(root::addAppender);
            root.setLevel(before);
            pinned.forEach(logger -> logger.setLevel(null));
        }

        assertThat(log.list).isNotEmpty();
        assertThat(log.list).extracting(event -> event.getLoggerName() + ": " + event.getFormattedMessage()
                        + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .filteredOn(line -> line.contains(KEY) || line.contains("600111222") || line.contains("Íñigo")
                        || line.contains("recordings.example"))
                .isEmpty();
    }

    private CamelContext start() throws Exception {
        Providers providers = Providers.of(Map.of("providers.diga.base-url", url(), "providers.diga.api-key", KEY));
        CamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("providerCalls",
                new ProviderCalls(new ProviderMappings(Path.of("config/providers")), Clock.fixed(NOW, ZoneOffset.UTC)));
        context.getRegistry().bind("permitInterceptor", new PermitInterceptor(permits, providers));
        SimpleMain main = new SimpleMain(context);
        MainConfigurationProperties configuration = main.configure();
        configuration.addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).maximumRedeliveries(REDELIVERIES).redeliveryDelay(0);
                from("direct:call").toD("kamelet:${variable.provider}-${variable.action}-action");
                from("direct:call-twice").to("kamelet:diga-start-call-action")
                        .setHeader(PermitInterceptor.HEADER, variable("permit")).setBody(variable("request"))
                                .to("kamelet:diga-start-call-action");
            }
        });
        main.addInitialProperty("providers.diga.base-url", url());
        main.addInitialProperty("providers.diga.api-key", KEY);
        main.addInitialProperty("http.connect-timeout", "5000");
        main.addInitialProperty("http.response-timeout", "30000");
        main.addInitialProperty("camel.component.kamelet.location", "file:routes/kamelets");
        main.addInitialProperty("camel.component.kamelet.noErrorHandler", "true");
        main.addInitialProperty("camel.component.http.automaticRetriesDisabled", "true");
        main.addInitialProperty("camel.component.http.httpClientConfigurer", "#permitInterceptor");
        main.start();
        return context;
    }

    private StartAnswer startACall() {
        return StartAnswer.from(send("start-call", aRequest(), Map.of(PermitInterceptor.HEADER, permit())).getMessage()
                .getBody());
    }

    private String permit() {
        return permits.issue(UUID.randomUUID(), Instant.MAX, Duration.ofMinutes(1));
    }

    private Exchange send(String action, Object body, Map<String, Object> headers) {
        return camel.createProducerTemplate().send("direct:call", exchange(action, body, headers));
    }

    private Exchange exchange(String action, Object body, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable("provider", "diga");
        exchange.setVariable("action", action);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        return exchange;
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(HttpExchange http) throws IOException {
        Map<String, String> headers = http.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toLowerCase(), entry -> String.join(",", entry.getValue())));
        received.add(new Received(http.getRequestMethod() + " " + http.getRequestURI(), headers,
                new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (answer == null) {
            http.close();
            return;
        }
        for (int i = 0; i < answer.headers.length; i += 2) {
            http.getResponseHeaders().set(answer.headers[i], answer.headers[i + 1]);
        }
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
        try (http) {
            http.getResponseBody().write(body);
        }
    }

    private record Answer(int status, String body, String... headers) {
    }

    private record Received(String line, Map<String, String> headers, String body) {

        Map<String, String> parameters() {
            return Arrays.stream(line.substring(line.indexOf('?') + 1).split("&")).map(pair -> pair.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        }
    }
}
