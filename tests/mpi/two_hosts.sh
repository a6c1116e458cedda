#!/bin/sh
# Runs an MPI job on two hosts that are none: network namespaces joined by a virtual cable, with host
# names of their own.
#
#     tests/mpi/two_hosts.sh -n 4 target/release/option_pricing
#
# The arguments are those of `mpirun`, or of what MPIRUN names, which is Open MPI's or MPICH's. Ranks are dealt out to
# the hosts in turns. It needs `ip` (iproute2) and
# `unshare` (util-linux), and root or a system that gives others namespaces of users; where it may not or cannot
# make the hosts, it says why and exits with 77.
#
# Nothing is left behind, whatever kills it: the namespaces have no name outside, and end with their last process,
# which is killed when the script is.
set -eu

here=10.77.0.1
there=10.77.0.2
network=10.77.0.0/24
mpirun=${MPIRUN:-mpirun}

cannot() {
    printf 'no two hosts: %s\n' "$*" >&2
    exit 77
}

# Puts this process, and all that come of it, into namespaces that end with it.
enter() {
    for tool in ip unshare "$mpirun"; do
        command -v "$tool" >/dev/null || cannot "there is no \`$tool\`"
    done
    user=
    [ "$(id -u)" = 0 ] || user=--map-root-user
    namespaces="$user --mount --net --pid --fork --kill-child"
    # shellcheck disable=SC2086 # the options are words
    refused=$(unshare $namespaces true 2>&1) || cannot "$refused"
    # shellcheck disable=SC2086
    TWO_HOSTS=inside exec unshare $namespaces "$0" "$@"
}

make_hosts() {
    mount -t tmpfs two_hosts /run # where `ip` keeps the names, which nobody else sees
    mount -t proc proc /proc
    for host in $here $there; do
        ip netns add $host
        ip -n $host link set lo up
    done
    ip -n $here link add cable type veth peer name cable netns $there
    for host in $here $there; do
        ip -n $host address add $host/24 dev cable
        ip -n $host link set cable up
        printf '%s\n' $host >>/run/hosts
    done
}

# Runs a command of the shell on a host, as `ssh` would: a host is called like its namespace.
on_host() {
    host=$1
    shift
    exec ip netns exec "$host" unshare --uts sh -c "hostname host-${host##*.} && $*"
}

# Starts the job on the first host. With Open MPI, ranks of one host talk by network as well.
launch() {
    case $("$mpirun" --version 2>&1) in
    *'Open MPI'* | *OpenRTE*)
        # Its files are called by the number of its process, which here is the same for every job.
        set -- --mca orte_tmpdir_base /run \
            --allow-run-as-root --oversubscribe --hostfile /run/hosts --map-by node --bind-to none \
            --mca plm_rsh_agent "$0" --mca oob_tcp_if_include $network \
            --mca pml ob1 --mca btl self,tcp --mca btl_tcp_if_include $network \
            --mca mpi_yield_when_idle 1 "$@"
        ;;
    *)
        set -- -launcher rsh -launcher-exec "$0" -iface cable -f /run/hosts "$@"
        ;;
    esac
    # shellcheck disable=SC2016 # it is the inner shell's `$@`
    exec ip netns exec $here unshare --uts sh -c 'hostname host-1 && exec "$@"' - "$mpirun" "$@"
}

case ${TWO_HOSTS-} in
'')
    enter "$@"
    ;;
inside)
    refused=$(make_hosts 2>&1) || cannot "$refused"
    TWO_HOSTS=$0
    export TWO_HOSTS
    launch "$@"
    ;;
*)
    on_host "$@"
    ;;
esac
