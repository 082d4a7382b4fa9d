// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Model
{
    /// <summary>
    /// The operation that is being carried out: for which server, under which ticket, whether an object waits under it, and what
    /// it has written. There is one at a time; one that waits for a value is left, and run again under its ticket later.
    /// </summary>
    public sealed class Operation
    {
        private readonly ObjectRegistry _registry;
        private bool _isHeld;
        private int _lastTicket;
        private int _writer;

        internal Operation(ObjectRegistry registry)
        {
            _registry = registry;
        }

        /// <summary>The Short Server ID of the server for whom the operation is run.</summary>
        public int ServerId { get; internal set; }

        /// <summary>Names the operation, so that an object that answered "pending" knows it again.</summary>
        public int Ticket { get; private set; }

        /// <summary>Counts what pending operations waited for, so that each is run again once for every arrival.</summary>
        internal int Completions { get; private set; }

        /// <summary>For an object that begins something slow: its ticket, of whose end it wants to be told.</summary>
        /// <returns>The ticket.</returns>
        public int Hold()
        {
            _isHeld = true;
            return Ticket;
        }

        /// <summary>A ticket for an operation that may have to wait.</summary>
        internal int NextTicket()
        {
            _lastTicket = _lastTicket == int.MaxValue ? 1 : _lastTicket + 1;
            return _lastTicket;
        }

        /// <summary>Starts an operation, or runs one again.</summary>
        /// <param name="ticket">Its ticket.</param>
        /// <param name="again">It was pending: objects hold its ticket already.</param>
        /// <param name="serverId">The Short Server ID of the server for whom it is run.</param>
        internal void Start(int ticket, bool again, int serverId)
        {
            Ticket = ticket;
            ServerId = serverId;
            _isHeld = again;
        }

        /// <summary>Ends the operation being run, if an object wants to know.</summary>
        internal void End()
        {
            if (_isHeld)
            {
                End(Ticket);
            }
        }

        /// <summary>Ends a request's operation: what it wrote is written, and who waited under its ticket is told.</summary>
        /// <param name="ticket">The operation's ticket.</param>
        /// <param name="again">It was pending.</param>
        internal void End(int ticket, bool again)
        {
            if (_writer != 0)
            {
                EndWrite(ticket);
            }

            if (again || _isHeld)
            {
                End(ticket);
            }
        }

        /// <summary>Tells every object that an operation has ended.</summary>
        /// <param name="ticket">The operation's ticket.</param>
        internal void End(int ticket)
        {
            _isHeld = false;
            for (int i = 0; i < _registry.Count; i++)
            {
                _registry[i].EndTicket(ticket);
            }
        }

        /// <summary>Something an operation was waiting for has come.</summary>
        internal void Complete()
        {
            Completions++;
        }

        /// <summary>No other write is under way: writes of two servers are carried out one after the other.</summary>
        /// <param name="ticket">The operation that wants to write.</param>
        internal bool MayWrite(int ticket)
        {
            return _writer == 0 || _writer == ticket;
        }

        /// <summary>A write has begun and waits for an object.</summary>
        /// <param name="ticket">The operation that writes.</param>
        internal void BeginWrite(int ticket)
        {
            _writer = ticket;
        }

        /// <summary>A write has ended; those that were held back can go on.</summary>
        /// <param name="ticket">The operation that may have written.</param>
        /// <returns>False when it was not under way.</returns>
        internal bool EndWrite(int ticket)
        {
            if (_writer != ticket)
            {
                return false;
            }

            _writer = 0;
            Completions++;
            return true;
        }
    }
}
