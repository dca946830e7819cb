package io.voicecampaigns.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real failing routes with everything at TRACE: none of a contact's data is printed. */
class CamelLogsTest {
    private static final String CONTACT = "{\"to_number\":\"+34 612 345 678\",\"name\":\"María Peña\",\"recording_url\":\"https://media.example/rec/ab12\"}";
    private static final String[] PERSONAL = {"612", "María", "Peña", "ab12", "sesame-key"};

    private final CapturedLogs logs = new CapturedLogs();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private HttpServer provider;

    @BeforeEach
    void start() throws Exception {
        LogGuard.secret("sesame-key");
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", exchange -> {
            byte[] answer = ("{\"detail\":[{\"msg\":\"María Peña\",\"input\":" + CONTACT + "}]}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Set-Cookie", "María=Peña; expires=+34612345678");
            exchange.sendResponseHeaders(422, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        provider.start();
        String url = "http://127.0.0.1:" + provider.getAddress().getPort() + "/v1/call/María?token=sesame-key";
        camel.setMessageHistory(true);
        camel.setLogExhaustedMessageBody(true);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:convert").routeId("convert").convertBodyTo(Integer.class);
                from("direct:fail").routeId("fail").process(exchange -> {
                    throw new IOException("cannot take " + exchange.getMessage().getBody(String.class));
                });
                from("direct:bind").routeId("bind").bean(Whole.class, "take(${body})");
                from("direct:call").routeId("call").setHeader("Authorization", constant("Bearer sesame-key")).to(url);
                from("direct:show").routeId("show").to("log:show?showAll=true&level=INFO");
                from("direct:warn").routeId("warn").doTry().process(exchange -> {
                    throw new IllegalArgumentException(CONTACT);
                }).doCatch(Exception.class).to("log:warn?level=WARN&showAll=true&showStackTrace=true&showCaughtException=true");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        provider.stop(0);
        logs.close();
    }

    @Test
    void a_body_that_cannot_be_converted_is_not_printed() {
        assertLeaksNothing("direct:convert", "TypeConversionException");
    }

    @Test
    void what_an_exception_quotes_is_not_printed() {
        assertLeaksNothing("direct:fail", "java.io.IOException");
    }

    @Test
    void what_a_bean_method_refuses_is_not_printed() {
        assertLeaksNothing("direct:bind", "ParameterBindingException");
    }

    @Test
    void neither_request_nor_answer_of_a_refused_call_is_printed() {
        assertLeaksNothing("direct:call", "HttpOperationFailedException");
    }

    @Test
    void an_exchange_logged_whole_shows_no_content() {
        camel.createProducerTemplate().sendBodyAndHeader("direct:show", CONTACT, "name", "María Peña");
        camel.createProducerTemplate().sendBodyAndHeader("direct:warn", CONTACT, "name", "María Peña");

        assertThat(logs.text()).contains("INFO show", "WARN warn").doesNotContain(PERSONAL);
    }

    private void assertLeaksNothing(String route, String expected) {
        assertThatThrownBy(() -> camel.createProducerTemplate().requestBodyAndHeader(route, CONTACT, "name", "María Peña"))
                .isInstanceOf(CamelExecutionException.class);

        assertThat(logs.text()).contains("ERROR", "Failed delivery", expected).doesNotContain(PERSONAL);
    }

    /** Takes only what a contact is not. */
    public static final class Whole {
        public int take(int number) {
            return number;
        }
    }
}
