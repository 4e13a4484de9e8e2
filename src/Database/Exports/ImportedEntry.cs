namespace WxYarpGateway.Database.Exports;

/// <summary>A line of a file of <c>tools/PlatformImport</c>: one of an authorizer, a ticket, a record, and the end.</summary>
internal sealed record ImportedEntry
{
    public VaultEntry? Authorizer { get; init; }

    public ImportedTicket? Ticket { get; init; }

    public ImportedRecord? Record { get; init; }

    /// <summary>Gets the number of lines before this one, which is the last.</summary>
    public long? End { get; init; }

    /// <summary>Returns nothing of what it is: it has tokens.</summary>
    public override string ToString() => nameof(ImportedEntry);
}
