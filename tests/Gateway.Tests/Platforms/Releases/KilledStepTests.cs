using WxYarpGateway.Simulator.Code;

namespace WxYarpGateway.Gateway.Tests.Platforms.Releases;

/// <summary>Work that is killed at any of its steps, before and after the write of it, goes on without a call that is made twice.</summary>
public sealed class KilledStepTests
{
    // More than any of these orders writes for a mini program.
    private const int MostWrites = 14;

    private const int Programs = 2 * MostWrites + 12;

    [Fact]
    public async Task Whatever_step_work_is_killed_at_each_call_that_changes_something_is_made_once()
    {
        await using var rig = await ReleaseRig.StartAsync(Programs);

        await KilledAsync(rig, () => rig.OrderAsync(""","at_once":64""", version: "3.1.0"), "Released");
        All(rig, counts => Assert.Equal((1, 1, 1), (counts.Commits, counts.Submissions, counts.Releases)));

        SetAudits(rig, after: null);
        var other = await rig.OrderAsync(""","at_once":64,"steps":["commit","check","submit"]""", version: "3.1.5");
        await rig.AreAsync(other, "Auditing");
        SetAudits(rig, TimeSpan.FromMilliseconds(50));
        await KilledAsync(
            rig,
            () => rig.OrderAsync(
                ""","at_once":64,"replace_audit":true,"gray":[{"percentage":10,"for":"00:00:01"},{"percentage":100}]"""),
            "Released");
        All(rig, counts =>
        {
            Assert.Equal((3, 3, 1), (counts.Commits, counts.Submissions, counts.Undos));
            Assert.Equal((1, 2), (counts.GrayReleases, counts.Releases));
        });

        await KilledAsync(rig, () => rig.StepsAsync("""["rollback"]""", ""","at_once":64,"user_version":"3.2.0" """), "Done");
        All(rig, counts => Assert.Equal(1, counts.RollBacks));
        await KilledAsync(rig, () => rig.StepsAsync("""["visit-close"]""", ""","at_once":64"""), "Done");
    }

    private static async Task KilledAsync(ReleaseRig rig, Func<Task<string>> orderAsync, string end)
    {
        var deaths = rig.Store.Deaths;
        var random = new Random(4711);
        for (var number = 1; number <= Programs; number++)
        {
            if (number <= 2 * MostWrites)
            {
                rig.Store.KillAt(ReleaseRig.AppIdOf(number), (number + 1) / 2, number % 2 == 0);
                continue;
            }

            // Some are killed again and again.
            for (var write = 1; write <= 3 * MostWrites; write++)
            {
                if (random.Next(3) == 0)
                {
                    rig.Store.KillAt(ReleaseRig.AppIdOf(number), write, random.Next(2) == 0);
                }
            }
        }

        var id = await orderAsync();
        await rig.PassesToAsync(id, "Ended");

        Assert.Equal(Programs, await rig.CountAsync(id, end));
        Assert.NotEqual(deaths, rig.Store.Deaths);
        rig.Store.Spare();
    }

    private static void All(ReleaseRig rig, Action<ProgramCounts> are)
        => Assert.All(Enumerable.Range(1, Programs), number => are(rig.CountsOf(number)));

    private static void SetAudits(ReleaseRig rig, TimeSpan? after)
    {
        for (var number = 1; number <= Programs; number++)
        {
            rig.CodeOf(number).AuditAfter = after;
        }
    }
}
