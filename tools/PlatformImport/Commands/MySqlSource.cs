using MySqlConnector;

namespace WxYarpGateway.PlatformImport.Commands;

/// <summary>Reads what <c>--mysql</c> is given.</summary>
internal static class MySqlSource
{
    /// <summary>Returns the connection; <see langword="null"/> when the text is none. A password that is missing is asked for.</summary>
    public static MySqlConnectionStringBuilder? Read(string text, string database, SecretPrompt secrets)
    {
        try
        {
            var connection = new MySqlConnectionStringBuilder(text);
            if (connection.Server.Length == 0)
            {
                return null;
            }

            if (connection.Password.Length == 0)
            {
                connection.Password = secrets.Find() ?? secrets.Ask("MySQL's password") ?? "";
            }

            if (connection.Database.Length == 0)
            {
                connection.Database = database;
            }

            return connection;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return null;
        }
    }
}
