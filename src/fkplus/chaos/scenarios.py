"""Which faults the cluster is put through: for each what it shows, what is done when, and what must hold."""

from dataclasses import dataclass

from fkplus.chaos import actions, containers, faults, surroundings
from fkplus.chaos.faults import Fault
from fkplus.chaos.ground import Part
from fkplus.chaos.targets import Target
from fkplus.components import etcd
from fkplus.model.errors import BadInput


@dataclass(frozen=True)
class Step:
    """A fault `at` seconds after the beginning, undone `lasts` seconds later (None: it undoes itself)."""

    fault: Fault
    on: Target
    label: str
    at: float = 0.0
    lasts: float | None = None


@dataclass(frozen=True)
class Scenario:
    """One way to be unlucky.

    `watch`: how long the cluster is looked at after the last step, in seconds, for what comes late.
    `healthy_within`: when all members have to be healthy again, seconds after the last undoing.
    `reads_within`: the longest gap between two answered reads on port 5001; None where no replica lives.
    `guarded`: nobody can write at an old primary itself, past HAProxy; not so where its guards hang.
    `machines`: each node needs a network and a disk of its own. `containers`: each node is to be a container.
    `objective`: the median write outage to be met, in seconds; None: it is only told.
    """

    name: str
    shows: str
    steps: tuple[Step, ...]
    watch: float = 5.0
    healthy_within: float = 30.0
    reads_within: float | None = 3.0
    objective: float | None = None
    guarded: bool = True
    machines: bool = False
    containers: bool = False


def find(name: str) -> Scenario:
    """Return the scenario called `name`; raises BadInput naming the ones that exist."""
    for scenario in ALL:
        if scenario.name == name:
            return scenario
    raise BadInput(
        f"there is no scenario {name!r}", f"scenarios: {', '.join(scenario.name for scenario in ALL)}"
    )


ALL: tuple[Scenario, ...] = (
    Scenario(
        "postmaster-killed",
        "the primary's PostgreSQL dies: a replica takes over without waiting for a lease",
        (Step(faults.kill(Part.POSTMASTER), Target.PRIMARY, "postmaster killed"),),
        objective=1.5,
    ),
    Scenario(
        "patroni-killed",
        "the primary's Patroni dies: it comes back and adopts its PostgreSQL, no session is cut",
        (Step(faults.kill(Part.PATRONI), Target.PRIMARY, "Patroni killed"),),
        objective=0.5,
    ),
    Scenario(
        "both-killed",
        "Patroni and PostgreSQL of the primary die: the launcher fences and releases the lock",
        (Step(faults.kill(Part.PATRONI, Part.POSTMASTER), Target.PRIMARY, "Patroni and postmaster killed"),),
        objective=2.0,
    ),
    Scenario(
        "launcher-too-killed",
        "the launcher dies with Patroni and PostgreSQL: the next launcher does what is left to do",
        (
            Step(
                faults.kill(Part.LAUNCHER, Part.PATRONI, Part.POSTMASTER),
                Target.PRIMARY,
                "launcher, Patroni and postmaster killed",
            ),
        ),
    ),
    Scenario(
        "node-lost",
        "everything of the primary's node is gone, etcd too, and nothing restarts: the lease runs out",
        (Step(faults.lose_node(), Target.PRIMARY, "node lost", lasts=26.0),),
        objective=20.0,
    ),
    Scenario(
        "node-lost-with-etcd-leader",
        "the lost node led etcd too: the new leader of etcd extends the lease first",
        (Step(faults.lose_node(etcd_leader=True), Target.PRIMARY, "node lost, etcd's leader", lasts=46.0),),
    ),
    Scenario(
        "patroni-frozen",
        "the primary's Patroni hangs for 40 s: the launcher starts another in its place",
        (Step(faults.freeze(Part.PATRONI), Target.PRIMARY, "Patroni frozen", lasts=40.0),),
    ),
    Scenario(
        "launcher-and-patroni-frozen",
        "both hang for 40 s: the lease runs out, the old primary accepts nothing beside the new one",
        (
            Step(
                faults.freeze(Part.LAUNCHER, Part.PATRONI),
                Target.PRIMARY,
                "launcher and Patroni frozen",
                lasts=40.0,
            ),
        ),
        # The second replica may have rows that the new primary lacks; it is rewound then.
        reads_within=10.0,
        guarded=False,
    ),
    Scenario(
        "postmaster-frozen",
        "the primary's postmaster hangs: no new session, those that are open go on",
        (Step(faults.freeze(Part.POSTMASTER), Target.PRIMARY, "postmaster frozen", lasts=15.0),),
    ),
    Scenario(
        "instance-frozen",
        "every process of the primary's PostgreSQL hangs for 30 s",
        (Step(faults.freeze(Part.INSTANCE), Target.PRIMARY, "PostgreSQL frozen", lasts=30.0),),
    ),
    Scenario(
        "sync-replica-killed",
        "a replica that commits may wait for dies: the other one confirms them",
        (
            Step(
                faults.kill(Part.PATRONI, Part.POSTMASTER),
                Target.SYNC_REPLICA,
                "Patroni and postmaster of a replica killed",
            ),
        ),
    ),
    Scenario(
        "replicas-lost",
        "both replicas are gone for 10 s: the primary goes on alone, and nobody else can become primary",
        (Step(faults.stop_for_good("patroni"), Target.REPLICAS, "both replicas gone", lasts=10.0),),
        reads_within=None,
    ),
    Scenario(
        "etcd-member-killed",
        "one etcd dies: two of three decide, and it comes back",
        (Step(faults.kill(Part.ETCD), Target.ETCD_FOLLOWER, "one etcd killed"),),
    ),
    Scenario(
        "etcd-leader-killed",
        "etcd's leader, on the primary's node, dies: another one leads before Patroni's lock is in danger",
        (Step(faults.kill_etcd_leader, Target.PRIMARY, "etcd's leader killed"),),
    ),
    Scenario(
        "etcd-majority-lost",
        "two of three etcd are gone for 30 s: nobody can hold a lock, the primary goes on (failsafe mode)",
        (Step(faults.stop_for_good(etcd.NAME), Target.ETCD_MAJORITY, "two etcd gone", lasts=30.0),),
    ),
    Scenario(
        "etcd-lost",
        "all etcd are gone for 30 s and come back: the primary goes on (failsafe mode)",
        (Step(faults.stop_for_good(etcd.NAME), Target.ALL, "all etcd gone", lasts=30.0),),
    ),
    Scenario(
        "haproxy-killed",
        "the entry dies: it is started again, sessions are opened anew",
        (Step(faults.kill(Part.HAPROXY), Target.ENTRY, "HAProxy killed"),),
    ),
    Scenario(
        "replica-wiped",
        "a replica's data directory is deleted: it is copied afresh by itself",
        (Step(surroundings.wipe, Target.SYNC_REPLICA, "data directory deleted"),),
        healthy_within=60.0,
    ),
    Scenario(
        "switchover",
        "the primary is moved to another node",
        (Step(actions.move_primary, Target.CLUSTER, "switchover"),),
        objective=1.0,
    ),
    Scenario(
        "switchover-five-times",
        "the primary is moved five times in a row; the longest outage of the five counts",
        (Step(actions.move_primary_five_times, Target.CLUSTER, "five switchovers"),),
    ),
    Scenario(
        "rolling-restart",
        "every instance is restarted one after the other, the primary last and after a switchover",
        (Step(actions.restart_one_after_the_other, Target.ALL, "rolling restart"),),
    ),
    Scenario(
        "primary-cut-off",
        "the primary is cut off from all others for 35 s: it stops by itself, a replica takes over",
        (Step(surroundings.cut, Target.PRIMARY, "primary cut off", lasts=35.0),),
        machines=True,
    ),
    Scenario(
        "replica-cut-off",
        "a replica is cut off from all others for 20 s: commits go on with the other one",
        (Step(surroundings.cut, Target.SYNC_REPLICA, "replica cut off", lasts=20.0),),
        machines=True,
    ),
    Scenario(
        "disk-full",
        "the disk of the primary's node is full for 30 s",
        (Step(surroundings.fill_disk, Target.PRIMARY, "disk full", lasts=30.0),),
        healthy_within=60.0,
        machines=True,
    ),
    Scenario(
        "container-killed",
        "the primary's container is killed: the whole node is gone, the lease runs out, a replica takes over",
        (Step(containers.kill, Target.PRIMARY, "container killed", lasts=35.0),),
        containers=True,
    ),
    Scenario(
        "container-disconnected",
        "the primary's container loses its network: it stops by itself before a replica takes over",
        (Step(containers.disconnect, Target.PRIMARY, "network disconnected", lasts=35.0),),
        containers=True,
    ),
    Scenario(
        "container-paused",
        "the primary's container is paused for 40 s, and goes on beside the new primary: it accepts nothing",
        (Step(containers.pause, Target.PRIMARY, "container paused", lasts=40.0),),
        reads_within=10.0,
        guarded=False,
        containers=True,
    ),
    Scenario(
        "cold-start",
        "the whole cluster is stopped and started",
        (Step(actions.stop_and_start_all, Target.CLUSTER, "stopped and started"),),
        reads_within=None,
    ),
    Scenario(
        "power-cut",
        "every process of every node dies at one moment, and all is started again",
        (Step(actions.kill_and_start_all, Target.CLUSTER, "power cut, then started"),),
        healthy_within=60.0,
        reads_within=None,
    ),
)
