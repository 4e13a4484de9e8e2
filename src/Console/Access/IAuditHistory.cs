namespace WxYarpGateway.Console.Access;

/// <summary>Reads what <see cref="IAuditLog"/> remembers.</summary>
internal interface IAuditHistory
{
    /// <summary>Returns changes, the newest first.</summary>
    /// <param name="what">How what was done begins, such as <c>rule.</c>.</param>
    /// <param name="target">How that begins to which it was done, such as <c>saas/</c>.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<IReadOnlyList<AuditedChange>> ReadAsync(string what, string target, int count, CancellationToken cancellationToken);
}
