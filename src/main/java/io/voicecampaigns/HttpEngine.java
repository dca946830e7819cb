package io.voicecampaigns;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.DefaultConsumer;

/**
 * Where routes that start with {@code platform-http} are served: by the server for operators, where there is one, and otherwise not at all.
 * Camel's own engine would refuse them then, and the whole service with them: where the port is taken, and where an edit is tried.
 */
final class HttpEngine implements PlatformHttpEngine {

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return router(endpoint.getCamelContext())
                .<PlatformHttpConsumer>map(router -> new VertxPlatformHttpConsumer(endpoint, processor, List.of(), router.getName()))
                .orElseGet(() -> new Unserved(endpoint, processor));
    }

    /** The one of the server for operators: health and metrics have another. */
    static Optional<VertxPlatformHttpRouter> router(CamelContext context) {
        return context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream().filter(VertxPlatformHttpRouter::isMainServer).findFirst();
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
