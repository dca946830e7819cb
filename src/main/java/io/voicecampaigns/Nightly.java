package io.voicecampaigns;

import io.voicecampaigns.agent.SnapshotRun;
import io.voicecampaigns.agent.Snapshots;
import io.voicecampaigns.replica.Duties;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
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
 * time was missed while nothing ran. Of several replicas one makes the copy: if it dies, another one does. Thread-safe.
 */
public final class Nightly implements CamelCronService, CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Nightly.class);
    private static final String DUTY = "nightly snapshot";

    private final Snapshots snapshots;
    private final ZoneId zone;
    private final boolean catchesUp;
    private final Duties duties;
    private boolean hasLookedBack;
    /** The time of a copy that nobody is known to have made. */
    private Optional<Instant> wanted = Optional.empty();
    private volatile String schedule = "";
    private CamelContext context;

    /** @throws java.time.DateTimeException for a zone that does not exist */
    public Nightly(Snapshots snapshots, String zone, boolean catchesUp, Duties duties) {
        this.snapshots = snapshots;
        this.zone = ZoneId.of(zone.strip());
        this.catchesUp = catchesUp;
        this.duties = duties;
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

    /**
     * A scheduled time has come.
     *
     * @return whether this process makes the copy; {@link #made} is to be told of it
     */
    public synchronized boolean fires(Date scheduled) {
        wanted = Optional.of(scheduled.toInstant());
        return begins();
    }

    /**
     * To be asked every few seconds. Looks back once, at the start.
     *
     * @return whether this process makes a copy that was missed: there is none since the last scheduled time, or none at all, or whoever was about to make
     *         it has died
     */
    public synchronized boolean missed() {
        if (!hasLookedBack && catchesUp && !schedule.isEmpty()) {
            wanted = wanted.or(() -> snapshots.overdueSince(this::nextAfter));
        }
        hasLookedBack = true;
        boolean begins = begins();
        if (begins) {
            LOG.info("a nightly snapshot is missing: it is made now");
        }
        return begins;
    }

    private boolean begins() {
        wanted = wanted.filter(time -> !duties.wasDone(DUTY, time));
        boolean begins = wanted.isPresent() && duties.isOurs(DUTY);
        if (begins) {
            wanted = Optional.empty();
        }
        return begins;
    }

    /** What became of a copy. */
    public void made(SnapshotRun run) {
        if (run.isComplete()) {
            duties.done(DUTY, run.started());
        }
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
