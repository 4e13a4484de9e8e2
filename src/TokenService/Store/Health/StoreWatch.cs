using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.TokenService.Store.Health;

/// <summary>Tells how the store is, also when no push asks it anything; whoever asks here never waits for it.</summary>
internal sealed class StoreWatch(IOptions<StoreOptions> options, RedisConnection redis, StoreGuard guard, TimeProvider timeProvider)
{
    private readonly StoreState _memory = new(IsAvailable: true, timeProvider.GetUtcNow(), HasAnswered: true);
    private Task _look = Task.CompletedTask;

    /// <summary>Gets the kind of store in use.</summary>
    public StoreKind Kind { get; } = options.Value.Kind;

    /// <summary>Gets how the store did when it was asked last.</summary>
    public StoreState State => Kind == StoreKind.Memory ? _memory : guard.State;

    /// <summary>Gets why the store cannot be reached, as far as that was found out.</summary>
    public string? Problem => Kind == StoreKind.Memory ? null : redis.Problem;

    /// <summary>Has the store asked whether it is there, unless that is under way; the answer is in <see cref="State"/> the next time.</summary>
    public Task Look()
    {
        // Two callers at one moment may both ask: it does no harm.
        if (Kind != StoreKind.Memory && _look.IsCompleted)
        {
            _look = LookAsync();
        }

        return _look;
    }

    private async Task LookAsync()
    {
        try
        {
            await guard.AskAsync(static (asked, _) => new ValueTask<bool>(asked.PingAsync()), redis, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The guard has taken note.
        }
    }
}
