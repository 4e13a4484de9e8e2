using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Access;

/// <summary>What is different between SQLite and PostgreSQL.</summary>
internal abstract class DatabaseEngine
{
    /// <summary>How long a call may take, from the wait for a connection to the answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private DbContextOptions<GatewayDatabase>? _options;

    /// <summary>Gets the kind.</summary>
    public abstract DatabaseKind Kind { get; }

    /// <summary>Gets where the database is, without a password.</summary>
    public abstract string Place { get; }

    /// <summary>Returns a context, to be disposed after one piece of work.</summary>
    public GatewayDatabase NewContext(FieldCipher cipher) => new(_options ??= Configure()) { Cipher = cipher };

    /// <summary>Prepares for opening: throws when this cannot be the database of a gateway.</summary>
    public abstract Task PrepareAsync(GatewayDatabase database, CancellationToken cancellationToken);

    /// <summary>Applies all migrations, while no other process does.</summary>
    public abstract Task MigrateAsync(GatewayDatabase database, CancellationToken cancellationToken);

    /// <summary>Waits for the right to write, which ends when the result is disposed.</summary>
    public abstract ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken);

    /// <summary>Sets what the writes of a context outlive.</summary>
    public abstract Task SetAsync(GatewayDatabase database, Durability durability, CancellationToken cancellationToken);

    /// <summary>
    /// Returns why the database is not available when an exception says so, as a part of a sentence and without secrets; else
    /// <see langword="null"/>: then the call was wrong.
    /// </summary>
    public string? WhyUnavailable(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is RegexMatchTimeoutException)
            {
                // Entity Framework gives the match of a migration's name one second, which passes while a thread gets no processor.
                return "this machine was too busy to open it";
            }

            if (Reason(cause) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>Returns the options of the contexts.</summary>
    protected abstract DbContextOptions<GatewayDatabase> Configure();

    /// <summary>Returns the reason when a single exception says that the database is not available.</summary>
    protected abstract string? Reason(Exception exception);
}
