"""The program through which every unit's process starts; as Patroni's parent it stays and guards PostgreSQL.

A program of its own: runtimes name it in an argv, nothing imports it, and it imports nothing but the model.
"""
