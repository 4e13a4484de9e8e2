namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>The result of importing a journal: what became of the messages in it, as numbers.</summary>
/// <param name="Imported">The messages that are now in the queue.</param>
/// <param name="Known">The messages that were delivered already, or that another replica has.</param>
/// <param name="Full">The messages that the queue refused: their services have <c>Redelivery:MaxMessages</c> already.</param>
/// <param name="Unreadable">The lines that are damaged, or written by a version that this one cannot read.</param>
public sealed record JournalImport(int Imported, int Known, int Full, int Unreadable);
