using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Access;

/// <summary>The keys of the database: the configured ones, or the one in the data folder.</summary>
internal sealed partial class DatabaseKeys(IOptions<DatabaseOptions> options, DataFolder folder, ILogger<DatabaseKeys> logger)
{
    private readonly Lock _lock = new();
    private FieldCipher? _cipher;

    /// <summary>Returns the cipher.</summary>
    /// <exception cref="FieldUnreadableException">There is no usable key.</exception>
    public FieldCipher Cipher()
    {
        lock (_lock)
        {
            return _cipher ??= Make();
        }
    }

    private FieldCipher Make()
    {
        var previous = options.Value.PreviousKeys.Select(FieldKey.TryParse).OfType<FieldKey>().ToList();
        if (FieldKey.TryParse(options.Value.Key) is { } configured)
        {
            return new FieldCipher(configured, previous);
        }

        if (options.Value.Kind != DatabaseKind.Sqlite)
        {
            throw new FieldUnreadableException(
                "Gateway:Database:Key is missing: PostgreSql needs one. Make 32 bytes in base64, such as with: openssl rand -base64 32");
        }

        try
        {
            var key = KeyFile.ReadOrMake(folder.KeyFile, out var isNew);
            if (isNew)
            {
                Log.Made(logger, folder.KeyFile);
            }

            return new FieldCipher(key, previous);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FieldUnreadableException(
                $"The database's key {folder.KeyFile} cannot be read or made: {exception.Message.TrimEnd('.')}. "
                + "Let the gateway's user write to the folder, or configure Gateway:Database:Key.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Gateway:Database:Key is not configured, so secrets in the database are encrypted with a new key in '{File}'. No backup has it: "
            + "keep a copy of the file elsewhere, or put its content into Gateway:Database:Key.",
            EventName = "KeyMade")]
        public static partial void Made(ILogger logger, string file);
    }
}
