namespace WxYarpGateway.Console.Access.Audits;

/// <summary>Something that was done.</summary>
internal sealed class AuditRow
{
    /// <summary>Gets or sets the number.</summary>
    public long Id { get; set; }

    /// <summary>Gets or sets when.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Gets or sets who did it.</summary>
    public required string Who { get; set; }

    /// <summary>Gets or sets from which address.</summary>
    public string? From { get; set; }

    /// <summary>Gets or sets what was done, such as <c>rule.save</c>.</summary>
    public required string What { get; set; }

    /// <summary>Gets or sets what it was done to.</summary>
    public required string Target { get; set; }

    /// <summary>Gets or sets more about it.</summary>
    public string? Detail { get; set; }
}
