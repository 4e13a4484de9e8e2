using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WxYarpGateway.Database.Records;

/// <summary>A prepared statement whose values are bound one after another, for rows that are written by the thousand.</summary>
/// <remarks>
/// The parameters of Microsoft.Data.Sqlite look each name up for each row, and box and copy each value, which costs more than SQLite.
/// </remarks>
internal sealed class SqliteRow : IDisposable
{
    private const int Short = 512;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = ArrayPool<byte>.Shared.Rent(Short);
    private int _bound;

    /// <summary>Prepares a statement.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="statement">The statement, with <c>?</c> for each value.</param>
    /// <exception cref="SqliteException">SQLite does not take it.</exception>
    public SqliteRow(SqliteConnection connection, string statement)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v2(_connection, statement, out _statement));
    }

    /// <summary>Binds the next value.</summary>
    public void Add(long value) => Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));

    /// <summary>Binds the next value; <see langword="null"/> is NULL.</summary>
    public void Add(string? value)
    {
        if (value is null)
        {
            AddNull();
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most > _text.Length)
        {
            ArrayPool<byte>.Shared.Return(_text);
            _text = ArrayPool<byte>.Shared.Rent(most);
        }

        AddText(_text.AsSpan(0, Encoding.UTF8.GetBytes(value, _text)));
    }

    /// <summary>Binds the next value, as Microsoft.Data.Sqlite writes it: a text of upper-case digits.</summary>
    public void Add(Guid value)
    {
        Span<byte> text = stackalloc byte[36];
        value.TryFormat(text, out _);
        Ascii.ToUpperInPlace(text, out _);
        AddText(text);
    }

    /// <summary>Binds the next value; <see langword="null"/> is NULL.</summary>
    public void AddBytes(byte[]? value)
    {
        if (value is null)
        {
            AddNull();
            return;
        }

        Check(raw.sqlite3_bind_blob(_statement, ++_bound, value));
    }

    /// <summary>Runs the statement with the values, and begins the next row.</summary>
    /// <exception cref="SqliteException">SQLite did not take it.</exception>
    public void Write()
    {
        _bound = 0;
        var result = raw.sqlite3_step(_statement);
        var reset = raw.sqlite3_reset(_statement);
        Check(result == raw.SQLITE_DONE ? reset : result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statement.Dispose();
        ArrayPool<byte>.Shared.Return(_text);
        _text = [];
    }

    private void AddText(ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_text(_statement, ++_bound, value));

    private void AddNull() => Check(raw.sqlite3_bind_null(_statement, ++_bound));

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _connection);
        }
    }
}
