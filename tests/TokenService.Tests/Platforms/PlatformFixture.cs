using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.TokenService.Tests.Platforms;

/// <summary>A test in a world of its own.</summary>
public abstract class PlatformFixture : IAsyncLifetime
{
    internal PlatformWorld World { get; private set; } = null!;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => World = await PlatformWorld.StartAsync(Cancelled);

    /// <summary>Lets a minute pass, and the workers of replicas do what they do every minute.</summary>
    private protected async Task MinuteAsync(params PlatformReplica[] replicas)
    {
        var before = replicas.Select(replica => replica.Steps.Done.Count).ToList();
        World.Clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(
            () => replicas.Select((replica, index) => replica.Steps.Done.Count > before[index]).All(hasMoved => hasMoved),
            "the workers had their turn",
            Cancelled);
    }

    /// <summary>Lets time pass, slower than it really does, until a task has ended.</summary>
    protected async Task<T> WhileTimePassesAsync<T>(Task<T> task)
    {
        await AdvanceUntilAsync(() => task.IsCompleted, "the task ended", TimeSpan.FromMilliseconds(2));
        return await task;
    }

    /// <summary>Lets time pass until something holds.</summary>
    protected Task AdvanceUntilAsync(Func<bool> condition, string what, TimeSpan? step = null) => Eventually.HoldsAsync(
        () =>
        {
            if (!condition())
            {
                World.Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            }

            return condition();
        },
        what,
        Cancelled);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await World.DisposeAsync();
    }
}
