using System.Collections.Concurrent;
using WxYarpGateway.Gateway.Tests.Access.Limits;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// All attacks of this folder at once, many of them cut off in the middle: nothing stays behind, neither memory nor an exception that
/// nobody saw.
/// </summary>
public sealed class HostileStormTests
{
    private const int Rounds = 6;
    private const int AtATime = 16;
    private const long MostKept = 64 * 1024 * 1024;

    [Fact]
    public async Task After_a_storm_the_gateway_is_as_it_was()
    {
        var unseen = new ConcurrentBag<string>();
        void See(object? sender, UnobservedTaskExceptionEventArgs exception) => unseen.Add(exception.Exception.ToString());
        TaskScheduler.UnobservedTaskException += See;
        await using var rig = await HostileRig.StartAsync();
        await StormAsync(rig, seed: 0);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var round = 1; round <= Rounds; round++)
        {
            await StormAsync(rig, round);
        }

        await rig.IsUnharmedAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return GC.GetTotalMemory(forceFullCollection: true) - before < MostKept;
            },
            "its memory was free again",
            TestContext.Current.CancellationToken);
        TaskScheduler.UnobservedTaskException -= See;
        string[] ours = [
            "WxYarpGateway.Gateway.Hosting", "WxYarpGateway.Gateway.Access", "WxYarpGateway.Transforms.", "WxYarpGateway.TokenService."];
        Assert.DoesNotContain(unseen, exception => ours.Any(name => exception.Contains(name, StringComparison.Ordinal)));
    }

    private static async Task StormAsync(HostileRig rig, int seed)
    {
        var random = new Random(seed);
        var attacks = HostileBodies.Refused.Select(attack => SignedPush.Plaintext(attack.Body).To("/plain"))
            .Concat(HostileBodies.Refused.Select(attack => SignedPush.Encrypted(attack.Body).To("/safe")))
            .Concat(HostileRequests.Refused.Concat(HostileRequests.BadChunks).Select(
                attack => System.Text.Encoding.Latin1.GetBytes(attack.Request)))
            .Select(attack => random.Next(3) == 0 ? attack[..random.Next(attack.Length)] : attack)
            .ToArray();
        random.Shuffle(attacks);
        await Parallel.ForEachAsync(attacks, new ParallelOptions
        {
            MaxDegreeOfParallelism = AtATime,
            CancellationToken = TestContext.Current.CancellationToken
        }, async (attack, _) =>
        {
            using var client = await RawClient.ConnectAsync(rig.Gateway.Address);
            await client.TrySendAsync(attack);
            client.EndSending();
            await client.ReadToEndAsync();
        });
    }
}
