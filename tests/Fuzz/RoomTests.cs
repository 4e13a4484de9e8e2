using WxYarpGateway.Fuzz.Rooms;
using WxYarpGateway.Fuzz.Runs;

namespace WxYarpGateway.Fuzz;

/// <summary>The bounded run: the corpus, and the same few thousand inputs each time. The long one is <c>bash tests/fuzz.sh</c>.</summary>
public sealed class RoomTests
{
    private const long Seed = 20_260_101;

    public static TheoryData<string> Rooms() => new(EveryRoom.Names);

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task Nothing_is_found(string name)
    {
        await using var room = EveryRoom.Make().Single(made => made.Name == name);

        var report = await new RoomRun(room, Seed).RunAsync(
            room.Executions, TimeSpan.FromMinutes(2), (_, _) => { }, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
        Assert.True(report.Findings.Count == 0, string.Join('\n', report.Findings.Select(finding => finding.Describe())));
        Assert.True(report.Taken > 0, "Nothing is taken: the corpus does not fit the room.");
    }
}
