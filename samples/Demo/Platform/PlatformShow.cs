using WxYarpGateway.Demo.Consoles;

namespace WxYarpGateway.Demo.Platform;

/// <summary>Plays the scenes of a platform, one after the other.</summary>
internal static class PlatformShow
{
    // For a machine that has much else to do; a scene takes a second.
    private static readonly TimeSpan LongestScene = TimeSpan.FromMinutes(2);

    /// <summary>Returns the exit code: 0 when every scene was right.</summary>
    public static async Task<int> RunAsync(
        Printout printout,
        TraceViewer? viewer,
        ConsoleScreen console,
        string internalUrl,
        bool once,
        CancellationToken cancellationToken)
    {
        await using var stage = await PlatformStage.StartAsync(viewer, internalUrl, cancellationToken);
        var screen = new PlatformScreen(printout, viewer);
        screen.Introduce(stage);
        console.Begin();
        var scenes = Scene.All;
        foreach (var (index, scene) in scenes.Index())
        {
            screen.Announce(index + 1, scenes.Count, scene.Title);
            var verdict = await PlayAsync(scene, stage, screen, cancellationToken);
            screen.ShowVerdict(verdict);
            if (!verdict.IsRight)
            {
                // The scenes after it need what it was to bring.
                screen.Conclude($"Scene {index + 1} of {scenes.Count} went wrong: {verdict.Words}");
                return 1;
            }
        }

        screen.Conclude($"{scenes.Count} of {scenes.Count} scenes were right.");
        if (once)
        {
            return await console.ShowThatItAnswersAsync(cancellationToken) ? 0 : 1;
        }

        await console.InviteAsync(cancellationToken);
        screen.SayWhatToTryNext(stage);
        await screen.ShowWhatHappensAsync(stage, cancellationToken);
        return 0;
    }

    private static async Task<Verdict> PlayAsync(
        Scene scene, PlatformStage stage, PlatformScreen screen, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(LongestScene);
        try
        {
            return await scene.PlayAsync(stage, screen, limited.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Verdict.Wrong($"it was not over after {LongestScene.TotalMinutes:0} minutes.");
        }
    }
}
