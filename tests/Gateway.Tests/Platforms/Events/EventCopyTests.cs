using System.Diagnostics;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Platforms.Events;

/// <summary>Copies of authorization events, one of whose targets does not do what it should.</summary>
public sealed class EventCopyTests
{
    private const int Large = 10_000_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hangs")]
    [InlineData("is down")]
    [InlineData("answers 10 MB")]
    [InlineData("answers 500")]
    public async Task A_target_that(string fails)
    {
        await using var bad = await ScriptedBackend.StartAsync(Cancelled);
        bad.Script = (_, context) => fails switch
        {
            "hangs" => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted),
            "answers 10 MB" => ScriptedBackend.WriteAsync(context, new string('a', Large), StatusCodes.Status200OK),
            _ => ScriptedBackend.WriteAsync(context, "", StatusCodes.Status500InternalServerError),
        };
        await using var rig = await EventRig.StartWithGatewayAsync(
            ("Backends:bad", fails == "is down" ? $"http://127.0.0.1:{FreePort.Next()}" : bad.Address),
            ("Services:saas:Rules:0:Name", "first"),
            ("Services:saas:Rules:0:Priority", "200"),
            ("Services:saas:Rules:0:When:InfoType", "*"),
            ("Services:saas:Rules:0:To:Backend", "bad"),
            ("Services:saas:Rules:0:Mode", "Copy"),
            ("Services:saas:Rules:1:Name", "second"),
            ("Services:saas:Rules:1:Priority", "100"),
            ("Services:saas:Rules:1:When:InfoType", "*"),
            ("Services:saas:Rules:1:To:Backend", "crm"),
            ("Services:saas:Rules:1:To:Path", "/second/$INFOTYPE$"),
            ("Services:saas:Rules:1:Mode", "Copy"));

        var began = Stopwatch.GetTimestamp();
        var result = await rig.AuthorizeAsync(new AuthorizationOptions { EventTiming = EventTiming.BeforeRedirect });
        var took = Stopwatch.GetElapsedTime(began);

        Assert.Equal((200, "success"), (result.Pushes[0].Last.Status, result.Pushes[0].Last.Body));
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        await Eventually.HoldsAsync(
            () => rig.Backend.Calls.Any(call => call.Path == "/second/authorized")
                && rig.Backend.Calls.Any(call => call.Path == "/second/authorizer_authorized") && rig.Copies("authorizer_authorized") == 1,
            "the other copies came",
            Cancelled);
        await rig.InboxIsDoneAsync();
    }
}
