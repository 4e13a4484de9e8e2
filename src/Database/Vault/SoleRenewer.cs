using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Vault;

/// <summary>
/// Holds PostgreSQL's advisory lock of the replica that renews tokens while the store is away. The lock ends with its connection. A SQLite
/// database has one process, which needs none.
/// </summary>
internal sealed partial class SoleRenewer(DatabaseAccess access, ILogger<SoleRenewer> logger) : ISoleRenewer, IAsyncDisposable
{
    // "wxgw", and 1 for the first lock of ours. No other lock of the gateway may have it.
    private const long LockKey = 0x7778_6777_0000_0001;

    private readonly SemaphoreSlim _turn = new(1);

    // A context of EF Core, which must not be loaded before it is needed.
    private IAsyncDisposable? _held;

    /// <inheritdoc/>
    public async ValueTask<bool> TryHoldAsync(CancellationToken cancellationToken)
    {
        if (access.Kind == DatabaseKind.Sqlite)
        {
            return true;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_held is not null && await IsAliveAsync(cancellationToken))
            {
                return true;
            }

            await DropAsync();
            await LockAsync(cancellationToken);
            return _held is not null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotLocked(logger, access.Engine.WhyUnavailable(exception) ?? exception.GetType().Name);
            await DropAsync();
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await DropAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        _turn.Dispose();
    }

    private async Task LockAsync(CancellationToken cancellationToken)
    {
        var context = access.Engine.NewContext(access.Cipher);
        _held = context;
        await context.Database.OpenConnectionAsync(cancellationToken);
        var isLocked = await context.Database.SqlQuery<bool>($"""SELECT pg_try_advisory_lock({LockKey}) AS "Value" """)
            .SingleAsync(cancellationToken);
        if (isLocked)
        {
            Log.Locked(logger);
        }
        else
        {
            await DropAsync();
        }
    }

    private async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ((GatewayDatabase)_held!).Database.SqlQuery<int>($"""SELECT 1 AS "Value" """)
                .SingleAsync(cancellationToken) == 1;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Apart, since a method with EF Core's types in it loads EF Core.
    private Task DropAsync() => _held is { } held ? DropAsync(held) : Task.CompletedTask;

    private async Task DropAsync(IAsyncDisposable held)
    {
        _held = null;
        try
        {
            // The pool keeps the connection open, and with it the lock.
            await ((GatewayDatabase)held).Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock_all()");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It is broken, so the lock has ended.
        }
        finally
        {
            await held.DisposeAsync();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The store is away; this replica alone renews the tokens of platforms until it is back.",
            EventName = "Locked")]
        public static partial void Locked(ILogger logger);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The store is away, and the database cannot say which replica renews the tokens of platforms: '{Reason}'.",
            EventName = "NotLocked")]
        public static partial void NotLocked(ILogger logger, string reason);
    }
}
