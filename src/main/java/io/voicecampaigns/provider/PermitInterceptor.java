package io.voicecampaigns.provider;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Lets nothing but reading requests through to a provider unless they carry a permit, which is consumed. To be set as {@code
 * httpClientConfigurer} of the {@code http} and of the {@code https} component, so that no route can dial twice, whatever it
 * says.
 *
 * <p>The permit is asked for after the connection stands and before the first byte of the request: a refused connection, an
 * unknown host and a failed TLS handshake leave it unused. Retries and redirects are switched off for all requests, because
 * either would send one again. What anybody answers may be no longer than {@value #MOST_ANSWER_BYTES} bytes and take no longer
 * than a minute.
 */
public final class PermitInterceptor implements HttpClientConfigurer {
    /** The header that carries the permit's token inside this process. It is removed from every request, whatever its host. */
    public static final String HEADER = "Call-Permit";

    static final int MOST_ANSWER_BYTES = 32 * 1024 * 1024;
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Permits permits;
    private final Set<Origin> guarded;
    private final ResponseLimit limit;

    public PermitInterceptor(Permits permits, Providers providers) {
        this(permits, providers.all(), new ResponseLimit(MOST_ANSWER_BYTES, LONGEST_ANSWER, System::nanoTime));
    }

    PermitInterceptor(Permits permits, Collection<ProviderAccount> accounts, ResponseLimit limit) {
        this.permits = permits;
        this.guarded = accounts.stream().map(ProviderAccount::baseUrl).map(Origin::of).collect(Collectors.toUnmodifiableSet());
        this.limit = limit;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries();
        builder.disableRedirectHandling();
        builder.addExecInterceptorLast("call-permit", this::requirePermit);
        // First means outermost: there the limit holds for what compression hid, too.
        builder.addExecInterceptorFirst("response-limit", limitAnswer());
    }

    private ClassicHttpResponse requirePermit(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Header[] tokens = request.getHeaders(HEADER);
        request.removeHeaders(HEADER);
        // whoever shows a permit starts a call, wherever the address leads
        if (!READING.contains(request.getMethod()) && (tokens.length > 0 || isGuarded(request, scope))) {
            if (tokens.length != 1) {
                throw new NoPermitException("not sent: the request to a provider carries "
                        + (tokens.length == 0 ? "no permit" : "several permits"));
            }
            String token = tokens[0].getValue();
            if (!permits.consume(token)) {
                throw new NoPermitException("not sent: the permit of attempt "
                        + permits.attempt(token).map(UUID::toString).orElse("(unknown)")
                        + " is used or withdrawn, or its lease has ended");
            }
        }
        return chain.proceed(request, scope);
    }

    private ExecChainHandler limitAnswer() {
        return (request, scope, chain) -> {
            ClassicHttpResponse response = chain.proceed(request, scope);
            return limit.apply(response, scope.execRuntime::discardEndpoint);
        };
    }

    private boolean isGuarded(ClassicHttpRequest request, ExecChain.Scope scope) {
        HttpHost target = scope.route.getTargetHost();
        if (guarded.contains(Origin.of(target.getSchemeName(), target.getHostName(), target.getPort()))) {
            return true;
        }
        // A Host header of its own reaches the provider through a proxy or gateway.
        URIAuthority authority = request.getAuthority();
        return authority != null && guarded.contains(Origin.of(request.getScheme(), authority.getHostName(),
                authority.getPort()));
    }
}
