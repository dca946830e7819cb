package io.voicecampaigns.health;

import io.voicecampaigns.reload.LiveRoutes;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** UP with the detail {@code degraded} while an edit of routes is refused; DOWN only if routes that should run do not. */
public final class RoutesHealth extends AbstractHealthCheck {
    private final LiveRoutes routes;

    public RoutesHealth(LiveRoutes routes) {
        super("voice-campaigns", "routes");
        this.routes = routes;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder answer, Map<String, Object> options) {
        Degraded.tell(answer, routes.problems());
        routes.broken().ifPresentOrElse(why -> answer.message(why).down(), answer::up);
    }
}
