package io.voicecampaigns.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermitInterceptorTest {
    private static final String CREATED = SocketServer.answer("201 Created", "{}");

    private final Permits permits = new Permits(Clock.systemUTC());
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong tick = new AtomicLong();
    private SocketServer server;
    private CloseableHttpClient client;

    @AfterEach
    void close() throws IOException {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_request_with_a_permit_leaves_once_and_without_it() throws IOException {
        provider(SocketServer.Behaviour.answering(CREATED));
        String permit = permit();

        int status = post(permit);

        assertThat(status).isEqualTo(201);
        assertThat(permits.used(permit)).isTrue();
        assertThat(server.requests).singleElement().asString().doesNotContainIgnoringCase("call-permit").contains("hello");
        assertThatThrownBy(() -> post(permit)).isInstanceOf(NoPermitException.class);
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "post", "ANYTHING"})
    void nothing_that_could_change_something_leaves_without_a_permit(String method) throws IOException {
        provider(SocketServer.Behaviour.answering(CREATED));

        assertThatThrownBy(() -> send(new HttpUriRequestBase(method, URI.create(server.url() + "/v1/call/")), null))
                .isInstanceOf(NoPermitException.class);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void reading_needs_no_permit() throws IOException {
        provider(SocketServer.Behaviour.answering(SocketServer.answer("200 OK", "{}")));

        assertThat(send(new HttpGet(server.url()), null)).isEqualTo(200);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void a_permit_is_never_sent_to_anybody_and_is_used_up_wherever_it_is_shown() throws IOException {
        provider(SocketServer.Behaviour.answering(CREATED));
        try (SocketServer other = new SocketServer(SocketServer.Behaviour.answering(CREATED))) {
            String permit = permit();

            send(new HttpPost(other.url()), permit);
            send(new HttpPost(other.url()), null);

            assertThat(other.requests).hasSize(2).allSatisfy(request ->
                    assertThat(request).doesNotContainIgnoringCase("call-permit"));
            // an address that leads elsewhere must not make a call look as if it was never started
            assertThat(permits.used(permit)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1"})
    void another_name_of_the_provider_is_no_way_around(String host) throws IOException {
        provider(SocketServer.Behaviour.answering(CREATED));

        assertThatThrownBy(() -> send(new HttpPost("http://" + host + ":" + server.port() + "/v1/call/"), null))
                .isInstanceOf(NoPermitException.class);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void two_permits_are_none() throws IOException {
        provider(SocketServer.Behaviour.answering(CREATED));
        HttpPost request = new HttpPost(server.url());
        request.addHeader("call-permit", permit());

        assertThatThrownBy(() -> send(request, permit())).isInstanceOf(NoPermitException.class);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void a_permit_whose_lease_ended_while_connecting_sends_nothing() throws IOException {
        provider(SocketServer.Behaviour.answering(CREATED));
        String permit = permits.issue(UUID.randomUUID(), Instant.MAX, Duration.ZERO);

        assertThatThrownBy(() -> post(permit)).isInstanceOf(NoPermitException.class);
        assertThat(permits.used(permit)).isFalse();
        assertThat(server.requests).isEmpty();
    }

    @Test
    void a_refused_connection_leaves_the_permit_unused() throws IOException {
        int port = SocketServer.refusedPort();
        client("http://127.0.0.1:" + port);
        String permit = permit();

        assertThatThrownBy(() -> send(new HttpPost("http://127.0.0.1:" + port), permit)).isInstanceOf(IOException.class);
        assertThat(permits.used(permit)).isFalse();
    }

    @Test
    void an_unknown_host_leaves_the_permit_unused() {
        client("https://provider.invalid");
        String permit = permit();

        assertThatThrownBy(() -> send(new HttpPost("https://provider.invalid/v1/call/"), permit)).isInstanceOf(IOException.class);
        assertThat(permits.used(permit)).isFalse();
    }

    @Test
    void a_failed_tls_handshake_leaves_the_permit_unused() throws IOException {
        server = new SocketServer((own, socket) -> own.write(socket, "this is no TLS\r\n"));
        client("https://127.0.0.1:" + server.port());
        String permit = permit();

        assertThatThrownBy(() -> send(new HttpPost("https://127.0.0.1:" + server.port()), permit))
                .isInstanceOf(IOException.class);
        assertThat(server.connections).hasValue(1);
        assertThat(permits.used(permit)).isFalse();
    }

    @Test
    void a_server_that_hangs_up_at_once_may_have_got_the_request() throws IOException {
        provider((own, socket) -> socket.close());
        String permit = permit();

        assertThatThrownBy(() -> post(permit)).isInstanceOf(IOException.class);
        assertThat(permits.used(permit)).isTrue();
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void a_lost_answer_is_not_sent_for_again() throws IOException {
        provider((own, socket) -> own.read(socket));
        String permit = permit();

        assertThatThrownBy(() -> post(permit)).isInstanceOf(IOException.class);
        assertThat(permits.used(permit)).isTrue();
        assertThat(server.requests).hasSize(1);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void a_silent_server_is_not_asked_again() throws IOException {
        provider((own, socket) -> {
            own.read(socket);
            own.read(socket);
        });
        String permit = permit();

        assertThatThrownBy(() -> post(permit)).isInstanceOf(IOException.class);
        assertThat(permits.used(permit)).isTrue();
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void a_connection_that_went_stale_is_not_replaced_by_a_second_request() throws IOException {
        provider((own, socket) -> {
            own.read(socket);
            own.write(socket, CREATED);
            own.read(socket);
        });
        post(permit());
        String permit = permit();

        assertThatThrownBy(() -> post(permit)).isInstanceOf(IOException.class);
        assertThat(permits.used(permit)).isTrue();
        assertThat(server.connections).hasValue(1);
        assertThat(server.requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"})
    void a_redirect_is_an_answer_and_not_a_second_call(String status) throws IOException {
        provider(SocketServer.Behaviour.answering("HTTP/1.1 " + status
                + "\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"));

        assertThat(post(permit())).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"429 Too Many Requests", "503 Service Unavailable"})
    void a_busy_server_is_not_asked_again(String status) throws IOException {
        provider(SocketServer.Behaviour.answering("HTTP/1.1 " + status + "\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"));

        assertThat(post(permit())).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void stopped_requests_give_their_connections_back() throws IOException {
        provider(SocketServer.Behaviour.answering(CREATED));

        for (int i = 0; i < 60; i++) {
            assertThatThrownBy(() -> post("invented")).isInstanceOf(NoPermitException.class);
        }

        assertThat(post(permit())).isEqualTo(201);
    }

    @Test
    void an_answer_without_end_is_cut_off() throws IOException {
        provider((own, socket) -> {
            own.read(socket);
            own.write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                own.write(socket, "400\r\n" + "x".repeat(1024) + "\r\n");
            }
        });

        assertThatThrownBy(() -> post(permit())).isInstanceOf(IOException.class).hasMessageContaining("longer than 100000 bytes");
    }

    @Test
    void an_answer_that_trickles_in_is_cut_off() throws IOException {
        provider((own, socket) -> {
            own.read(socket);
            own.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            own.write(socket, "x");
            own.read(socket);
        });
        tick.set(Duration.ofSeconds(11).toNanos());

        assertThatThrownBy(() -> post(permit())).isInstanceOf(IOException.class).hasMessageContaining("takes longer than 10 s");
    }

    private void provider(SocketServer.Behaviour behaviour) throws IOException {
        server = new SocketServer(behaviour);
        client(server.url());
    }

    private void client(String baseUrl) {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(Timeout.ofMilliseconds(300))
                        .setConnectionRequestTimeout(Timeout.ofSeconds(2)).build());
        List<ProviderAccount> accounts = List.of(
                new ProviderAccount("diga", URI.create(baseUrl), new Secret("key"), OptionalInt.empty()));
        new PermitInterceptor(permits, accounts, new ResponseLimit(100_000, Duration.ofSeconds(10), () ->
                nanos.getAndAdd(tick.get()))).configureHttpClient(builder);
        client = builder.build();
    }

    private String permit() {
        return permits.issue(UUID.randomUUID(), Instant.MAX, Duration.ofMinutes(1));
    }

    private int post(String permit) throws IOException {
        HttpPost request = new HttpPost(server.url() + "/v1/call/");
        request.setEntity(new StringEntity("hello"));
        return send(request, permit);
    }

    private int send(HttpUriRequestBase request, String permit) throws IOException {
        if (permit != null) {
            request.addHeader(PermitInterceptor.HEADER, permit);
        }
        return client.execute(request, response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        });
    }
}
