using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Console.Access.Store;

/// <summary>The tables in a SQLite file. It is a class of its own since each kind of database has migrations of its own.</summary>
internal sealed class SqliteAccessDatabase(DbContextOptions<SqliteAccessDatabase> options) : AccessDatabase(options);
