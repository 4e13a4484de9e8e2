namespace WxYarpGateway.Transforms.Journal;

/// <summary>The folder of the journals. Processes on one machine may share it.</summary>
/// <param name="Path">The path; <see langword="null"/> to keep no journal.</param>
/// <param name="Longest">The largest journal, in bytes.</param>
internal sealed record JournalFolder(string? Path, long Longest = JournalFile.Longest)
{
    /// <summary>The largest number of processes that share a folder.</summary>
    private const int Places = 16;

    /// <summary>Takes the first free place in the folder; returns <see langword="null"/> when other processes have all places.</summary>
    public JournalPlace? TakePlace()
    {
        PrivateFile.CreateFolder(Path!);
        return Enumerable.Range(0, Places).Select(number => JournalPlace.TryTake(Path!, number)).FirstOrDefault(place => place is not null);
    }

    /// <summary>Takes the places of processes that died and left messages.</summary>
    public IEnumerable<JournalPlace> TakeLeft()
    {
        for (var number = 0; number < Places; number++)
        {
            if (new FileInfo(JournalPlace.FileOf(Path!, number)) is { Exists: true, Length: > 0 }
                && JournalPlace.TryTake(Path!, number) is { } place)
            {
                yield return place;
            }
        }
    }
}
