package io.voicecampaigns;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.voicecampaigns.operate.Access;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Where routes that start with {@code platform-http} are served: by the server for operators, where there is one, and otherwise not at all.
 * Camel's own engine would refuse them then, and the whole service with them: where the port is taken, and where an edit is tried. What
 * answers GET answers HEAD as well, without a body.
 */
final class HttpEngine implements PlatformHttpEngine {

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        if ("GET".equals(endpoint.getHttpMethodRestrict())) {
            endpoint.setHttpMethodRestrict("GET,HEAD");
        }
        return router(endpoint.getCamelContext())
                .<PlatformHttpConsumer>map(router -> new VertxPlatformHttpConsumer(endpoint, new BodilessHead(processor), List.of(Access::ofPath), router.getName()))
                .orElseGet(() -> new Unserved(endpoint, processor));
    }

    /** The one of the server for operators: health and metrics have another. */
    static Optional<VertxPlatformHttpRouter> router(CamelContext context) {
        return context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream().filter(VertxPlatformHttpRouter::isMainServer).findFirst();
    }

    /** To HEAD is told how long the body is, and not the body: over HTTP/2 the server would send it. */
    private static final class BodilessHead extends DelegateAsyncProcessor {
        BodilessHead(Processor processor) {
            super(processor);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (!(exchange.getIn() instanceof HttpMessage asked) || asked.getRequest().method() != HttpMethod.HEAD) {
                return super.process(exchange, callback);
            }
            HttpServerResponse response = asked.getResponse();
            return super.process(exchange, isSynchronous -> {
                Message answer = exchange.getMessage();
                byte[] body = answer.getBody(byte[].class);
                if (body != null) {
                    response.putHeader("Content-Length", Integer.toString(body.length));
                    answer.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
                    answer.setBody(null);
                }
                callback.done(isSynchronous);
            });
        }
    }

    /** Nobody can ask it anything. */
    private static final class Unserved extends DefaultConsumer implements PlatformHttpConsumer, Suspendable {
        Unserved(PlatformHttpEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        public PlatformHttpEndpoint getEndpoint() {
            return (PlatformHttpEndpoint) super.getEndpoint();
        }
    }
}
