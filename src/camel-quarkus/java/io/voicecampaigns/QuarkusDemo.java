package io.voicecampaigns;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.quarkus.main.CamelMain;

/** The demo campaign on the Camel Quarkus runtime: its context runs the routes and kamelets that stand beside it. */
@QuarkusMain
public final class QuarkusDemo implements QuarkusApplication {
    public static void main(String[] args) {
        Quarkus.run(QuarkusDemo.class, args);
    }

    @Override
    public int run(String... args) throws Exception {
        CamelMain main = Arc.container().instance(CamelMain.class).get();
        Demo.runOn(options -> new Bundle(options, openRoutes -> {
            main.addMainListener(new MainListenerSupport() {
                @Override
                public void afterConfigure(BaseMainSupport support) {
                    try {
                        support.getCamelContext().addStartupListener(new Opening(openRoutes));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            return main;
        }));
        System.out.println("Run by " + main.getCamelContext().getClass().getName() + ", Camel " + main.getCamelContext().getVersion());
        return 0;
    }

    private record Opening(Callable<Void> routes) implements StartupListener {
        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            // the next one is the right one
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
            routes.call();
        }
    }
}
