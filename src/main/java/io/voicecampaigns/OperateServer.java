package io.voicecampaigns;

import io.voicecampaigns.operate.Access;
import io.voicecampaigns.operate.ServiceFile;
import io.voicecampaigns.operate.Sessions;
import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.provider.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server that people operate campaigns through: who may ask it is settled here, what it answers is settled by routes. */
final class OperateServer implements StartupListener {
    private static final Logger LOG = LoggerFactory.getLogger(OperateServer.class);
    private static final int SHORTEST_TOKEN = 16;
    private static final int LOOK_AGAIN_SECONDS = 2;

    private final Clock clock;
    private final String host;
    private final String token;
    private final ServiceFile file;

    private OperateServer(Clock clock, String host, String token, ServiceFile file) {
        this.clock = clock;
        this.host = host;
        this.token = token;
        this.file = file;
    }

    /**
     * Settles whether there will be one.
     *
     * @param overrides is told where there will be none
     * @throws NotConfiguredException if whoever reaches the network could pause campaigns
     */
    static OperateServer prepare(CamelContext context, Properties overrides, Clock clock) {
        String host = context.resolvePropertyPlaceholders("{{operate.host}}").strip();
        String token = context.resolvePropertyPlaceholders("{{operate.token}}").strip();
        LogGuard.secret(token);
        boolean isWanted = Boolean.parseBoolean(context.resolvePropertyPlaceholders("{{camel.server.enabled:false}}"));
        if (isWanted && !isLoopback(host) && token.isEmpty()) {
            throw new NotConfiguredException("OPERATE_HOST=" + host + " lets everybody who reaches this machine pause and cancel campaigns."
                    + " Set OPERATE_TOKEN to at least " + SHORTEST_TOKEN + " characters that nobody can guess, or leave OPERATE_HOST at 127.0.0.1.");
        }
        if (isWanted && !token.isEmpty() && token.length() < SHORTEST_TOKEN) {
            throw new NotConfiguredException("OPERATE_TOKEN is shorter than " + SHORTEST_TOKEN + " characters: set a longer one, such as openssl rand -hex 24 prints.");
        }
        if (isWanted && !token.matches("[\\x21-\\x7e]*")) {
            throw new NotConfiguredException("OPERATE_TOKEN holds blanks, or letters that HTTP headers do not take: set one of letters a-z, digits and signs,"
                    + " such as openssl rand -hex 24 prints.");
        }
        int port = Integer.parseInt(context.resolvePropertyPlaceholders("{{operate.port}}").strip());
        if (isWanted && !Management.isFree(host, port)) {
            LOG.warn("port {} of {} is taken: commands and the page cannot reach this service; set OPERATE_PORT to a free port", port, host);
            overrides.setProperty("camel.server.enabled", "false");
        }
        return new OperateServer(clock, host, token, new ServiceFile(Path.of(context.resolvePropertyPlaceholders("{{data.dir}}"))));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        HttpEngine.router(context).ifPresent(this::guard);
    }

    /** Before the first route comes. */
    private void guard(VertxPlatformHttpRouter router) {
        Access access = new Access(isLoopback(host), Optional.of(token).filter(set -> !set.isEmpty()).map(set -> new Sessions(new Secret(set), clock)));
        router.route().order(Integer.MIN_VALUE).handler(access).failureHandler(access::failed);
        router.route().order(Integer.MAX_VALUE).handler(access::nobody);
    }

    /** To be called once routes answer. */
    void open(CamelContext context) {
        HttpEngine.router(context).ifPresent(router -> {
            String name = host.contains(":") ? "[" + host + "]" : host.equals("0.0.0.0") ? "127.0.0.1" : host;
            URI address = URI.create("http://" + name + ":" + router.getServer().getPort());
            LOG.info("campaigns are operated at {}", address);
            try {
                file.write(address);
            } catch (IOException e) {
                LOG.warn("commands will not find this service, since {} cannot be written: give them --url {}", file, address);
            }
            context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "service-file")
                    .scheduleWithFixedDelay(() -> keep(address), LOOK_AGAIN_SECONDS, LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
        });
    }

    private void keep(URI address) {
        try {
            file.keep(address);
        } catch (IOException e) {
            LOG.debug("{} cannot be written: {}", file, e.getClass().getSimpleName());
        }
    }

    void close() {
        file.remove();
    }
}
