package io.voicecampaigns;

import io.voicecampaigns.agent.Snapshots;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Map;
import java.util.TimeZone;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Endpoint;
import org.apache.camel.component.cron.api.CamelCronConfiguration;
import org.apache.camel.component.cron.api.CamelCronService;
import org.apache.camel.util.URISupport;
import org.quartz.CronExpression;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule of {@code cron:} routes, in a time zone of the settings: Camel's own takes that of the machine. It also tells whether a
 * time was missed while nothing ran.
 */
public final class Nightly implements CamelCronService, CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Nightly.class);

    private final Snapshots snapshots;
    private final ZoneId zone;
    private final boolean catchesUp;
    private volatile String schedule = "";
    private CamelContext context;

    /** @throws java.time.DateTimeException for a zone that does not exist */
    public Nightly(Snapshots snapshots, String zone, boolean catchesUp) {
        this.snapshots = snapshots;
        this.zone = ZoneId.of(zone.strip());
        this.catchesUp = catchesUp;
    }

    @Override
    public Endpoint createEndpoint(CamelCronConfiguration configuration) throws Exception {
        schedule = withSeconds(configuration.getSchedule());
        return context.getEndpoint("quartz:" + configuration.getName() + "?"
                + URISupport.createQueryString(Map.of("cron", schedule, "trigger.timeZone", zone.getId())));
    }

    /** Quartz begins with seconds, other crons with minutes. */
    private static String withSeconds(String cron) {
        return cron.strip().split("\\s+").length == 5 ? "0 " + cron.strip() : cron.strip();
    }

    /** Whether a snapshot was due since the last complete one, or there is none yet. */
    public boolean missed() {
        boolean missed = catchesUp && !schedule.isEmpty() && snapshots.isOverdue(this::nextAfter);
        if (missed) {
            LOG.info("a nightly snapshot is missing: it is made now");
        }
        return missed;
    }

    private Instant nextAfter(Instant last) {
        try {
            CronExpression expression = new CronExpression(schedule);
            expression.setTimeZone(TimeZone.getTimeZone(zone));
            return expression.getNextValidTimeAfter(Date.from(last)).toInstant();
        } catch (ParseException e) {
            throw new IllegalStateException("the schedule of snapshots cannot be read", e);
        }
    }

    @Override
    public String getId() {
        return "quartz";
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}
