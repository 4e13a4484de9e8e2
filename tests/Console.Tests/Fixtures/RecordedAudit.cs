using System.Collections.Concurrent;
using WxYarpGateway.Console.Access;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>An audit log that a test can read.</summary>
internal sealed class RecordedAudit : IAuditLog, IAuditHistory
{
    private readonly ConcurrentQueue<(string What, string Target, string? Detail)> _entries = [];

    /// <summary>Gets the entries, the first one first.</summary>
    public IReadOnlyList<(string What, string Target, string? Detail)> Entries => [.. _entries];

    /// <inheritdoc/>
    public Task WriteAsync(string what, string target, string? detail, CancellationToken cancellationToken)
    {
        _entries.Enqueue((what, target, detail));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditedChange>> ReadAsync(string what, string target, int count, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<AuditedChange>>([.. _entries
            .Where(entry => entry.What.StartsWith(what, StringComparison.Ordinal)
                && entry.Target.StartsWith(target, StringComparison.Ordinal))
            .Reverse()
            .Take(count)
            .Select(entry => new AuditedChange(DateTimeOffset.UnixEpoch, "somebody", entry.What, entry.Target, entry.Detail))]);
}
