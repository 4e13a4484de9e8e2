using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Gateway.Tests.Platforms.Releases;

/// <summary>Answers that are none: whether WeChat did something is found out by asking, and nothing is done twice.</summary>
public sealed class NonsenseTests
{
    private static readonly string[] Paths =
    [
        "/wxa/commit", "/wxa/submit_audit", "/wxa/release", "/wxa/getversioninfo", "/wxa/get_latest_auditstatus",
        "/wxa/security/get_code_privacy_info",
    ];

    private static readonly Fault[] Answers =
    [
        Fault.Garbage("<html>busy"), Fault.Garbage(""), Fault.Garbage("{}"), Fault.Garbage("[]"), Fault.Garbage("""{"errcode":0,"er"""),
        Fault.Status(502), Fault.Status(429), Fault.Abort(), Fault.LoseAnswer(), Fault.Error(-1, "system busy"),
    ];

    [Fact]
    public async Task Whatever_WeChat_answers_to_any_call_each_is_made_once_and_all_have_the_version()
    {
        var cases = Paths.SelectMany(_ => Answers, (path, answer) => (Path: path, Answer: answer)).ToList();
        await using var rig = await ReleaseRig.StartAsync(cases.Count);
        foreach (var (index, (path, answer)) in cases.Index())
        {
            rig.WeChat.Faults.Add(path, answer, times: 2, ReleaseRig.AppIdOf(index + 1));
        }

        var id = await rig.OrderAsync(""","at_once":32""");
        await rig.PassesToAsync(id, "Ended");

        Assert.All(cases.Index(), one =>
        {
            var counts = rig.CountsOf(one.Index + 1);
            Assert.True(
                (counts.Commits, counts.Submissions, counts.Releases) == (1, 1, 1),
                $"{one.Item.Path} {one.Item.Answer}: {counts}");
        });
        Assert.Equal(cases.Count, await rig.CountAsync(id, "Released"));
    }
}
