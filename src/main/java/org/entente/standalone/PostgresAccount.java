package org.entente.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * As whom the programs of PostgreSQL run, which refuse to run as root.
 *
 * <p>An ordinary user runs them as itself. For root there are two ways: a user namespace of their own, in which root is nobody
 * in particular while the files stay root's; and, where the kernel or a container's seccomp profile allows no namespaces, the
 * account {@code nobody}, to whom the files then have to belong.
 */
sealed interface PostgresAccount {
    /** What goes before a command. */
    List<String> prefix();

    /** Hands a folder and all in it to the account, if it is another's. */
    void own(Path folder) throws IOException;

    /** The first of the three ways that works here. */
    static PostgresAccount current() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new Same();
        }
        if (works(Namespace.UNSHARE)) {
            return new Namespace();
        }
        if (works(Nobody.SETPRIV)) {
            return new Nobody();
        }
        throw new StandaloneException(
                "PostgreSQL does not run as root, and neither unshare nor setpriv (util-linux) works here."
                        + " Start the exchange as an ordinary user.");
    }

    private static boolean works(List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return Command.run(command, Duration.ofSeconds(5)).succeeded();
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** The account that runs the exchange. */
    record Same() implements PostgresAccount {
        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public void own(Path folder) {}
    }

    /** Root without its power. */
    record Namespace() implements PostgresAccount {
        static final List<String> UNSHARE = List.of("unshare", "--user");

        @Override
        public List<String> prefix() {
            return UNSHARE;
        }

        @Override
        public void own(Path folder) {}
    }

    /** The account nobody, numbered 65534 on every Linux. */
    record Nobody() implements PostgresAccount {
        private static final int ID = 65534;
        static final List<String> SETPRIV =
                List.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups", "--no-new-privs");

        @Override
        public List<String> prefix() {
            return SETPRIV;
        }

        @Override
        public void own(Path folder) throws IOException {
            List<Path> all;
            try (Stream<Path> paths = Files.walk(folder)) {
                all = paths.toList();
            }
            for (Path path : all) {
                Files.setAttribute(path, "unix:uid", ID, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", ID, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
