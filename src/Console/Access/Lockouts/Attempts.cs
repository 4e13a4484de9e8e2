using System.Data;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Store;

namespace WxYarpGateway.Console.Access.Lockouts;

/// <summary>Counts tries to sign in, for all consoles of one database.</summary>
internal sealed class Attempts(AccessDatabases databases, TimeProvider clock) : IDisposable
{
    // One at a time in this process; other consoles wait for the row.
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Takes a try, unless the name or the address has none left.</summary>
    public Task<Attempt> TakeAsync(string name, IPAddress? from, CancellationToken cancellationToken)
        => TakeAsync(new Attempt(SubjectOf(name), SubjectOf(from), clock.GetUtcNow(), null), cancellationToken);

    /// <summary>Takes a try of somebody who has signed in, unless the account has none left in any of its sessions.</summary>
    public Task<Attempt> TakeAsync(Account account, CancellationToken cancellationToken)
        => TakeAsync(new Attempt($"own:{account.Id}", $"owner:{account.Id}", clock.GetUtcNow(), null), cancellationToken);

    /// <summary>Says that a try succeeded: the name begins anew, and the address gets the try back.</summary>
    public Task SucceedAsync(Attempt attempt, CancellationToken cancellationToken)
        => ChangeAsync(attempt, (ofName, ofAddress) =>
        {
            ofName.Failures = 0;
            ofName.LockedUntil = null;
            AttemptRule.GiveBack(ofAddress, attempt.At);
        }, cancellationToken);

    /// <summary>Removes what no rule needs any more.</summary>
    public async Task RemoveOldAsync(CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        var oldest = clock.GetUtcNow() - AttemptRule.Remembered;
        await database.Attempts.Where(row => row.At < oldest).ExecuteDeleteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    // A digest: people type passwords into the field for names, and a row has a bounded length.
    private static string SubjectOf(string name)
        => "name:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Trim().ToUpperInvariant())));

    // Who has one address of IPv6 has 2^64 of them.
    private static string SubjectOf(IPAddress? from) => from switch
    {
        null => "address:unknown",
        { IsIPv4MappedToIPv6: true } => $"address:{from.MapToIPv4()}",
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"address:{Convert.ToHexStringLower(from.GetAddressBytes().AsSpan(0, 8))}",
        _ => $"address:{from}",
    };

    private static async Task<AttemptRow> LockedRowAsync(AccessDatabase database, string subject, CancellationToken cancellationToken)
    {
        // The first of these waits for whoever has the row, and keeps it until the transaction ends.
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO admin_attempt (subject, failures, times, at) VALUES ({subject}, 0, '', 0)
            ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject
            """, cancellationToken);
        return await database.Attempts.SingleAsync(row => row.Subject == subject, cancellationToken);
    }

    private async Task<Attempt> TakeAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        DateTimeOffset? locked = null;
        await ChangeAsync(attempt, (ofName, ofAddress) =>
        {
            locked = AttemptRule.NameLocked(ofName, attempt.At) ?? AttemptRule.AddressLocked(ofAddress, attempt.At);
            if (locked is null)
            {
                AttemptRule.TakeName(ofName, attempt.At);
                AttemptRule.TakeAddress(ofAddress, attempt.At);
            }
        }, cancellationToken);
        return attempt with { LockedUntil = locked };
    }

    private async Task ChangeAsync(Attempt attempt, Action<AttemptRow, AttemptRow> change, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await using var database = databases.Open();
            await using var transaction = await database.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            var ofAddress = await LockedRowAsync(database, attempt.Address, cancellationToken);
            var ofName = await LockedRowAsync(database, attempt.Name, cancellationToken);
            change(ofName, ofAddress);
            await database.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }
}
