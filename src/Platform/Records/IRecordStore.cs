namespace WxYarpGateway.Platform.Records;

/// <summary>Keeps records on disk. Each method may throw when the database is away; nothing depends on records but people.</summary>
public interface IRecordStore
{
    /// <summary>Writes records, all or none.</summary>
    /// <param name="records">At most some hundred records.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask WriteAsync(IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken);

    /// <summary>Returns the newest records that pass the filters.</summary>
    /// <param name="query">The filters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<RecordPage> SearchAsync(RecordQuery query, CancellationToken cancellationToken);

    /// <summary>Returns a record with its body; <see langword="null"/> when the service has none of that id.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<StoredRecord?> FindAsync(string service, Guid id, CancellationToken cancellationToken);

    /// <summary>Deletes records that arrived before a time, in pieces; returns how many.</summary>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Ends the work between two pieces.</param>
    ValueTask<long> DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken);
}
